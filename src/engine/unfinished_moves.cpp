#include "engine/unfinished_moves.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/looks.hpp"
#include "engine/matcher.hpp"
#include "engine/settle.hpp"
#include "text/base64.hpp"
#include "text/json.hpp"

namespace postferry::engine {
namespace {

constexpr std::string_view move_fact = "moving";

namespace json = text::json;

std::string written(const IntendedMove& move) {
  json::Array items;
  for (const auto& id : move.items) items.emplace_back(text::base64_encode(id.bytes()));
  return json::serialize(json::Object{{"from", std::to_underlying(move.from)},
                                      {"to", std::to_underlying(move.to)},
                                      {"mark", text::base64_encode(move.mark.bytes())},
                                      {"items", std::move(items)}});
}

std::string bytes_in(const json::Value& value) {
  const std::string_view encoded = value.as_string();
  return text::base64_decode(encoded).value();
}

std::optional<IntendedMove> read(std::string_view text) {
  const auto value = json::parse(text);
  if (!value) return std::nullopt;
  const auto& fields = value->as_object();
  IntendedMove move;
  move.from = storage::FolderId{fields.at("from").to_number<std::int64_t>()};
  move.to = storage::FolderId{fields.at("to").to_number<std::int64_t>()};
  move.mark = mail::Checkpoint(bytes_in(fields.at("mark")));
  for (const auto& item : fields.at("items").as_array()) move.items.emplace_back(bytes_in(item));
  return move;
}

template <class Items, class Key>
auto find(const Items& items, const Key& key, auto projection) -> decltype(&*items.begin()) {
  const auto found = std::ranges::find(items, key, projection);
  return found == items.end() ? nullptr : &*found;
}

// The originals that are still there although their copies came.
Task<std::vector<mail::ItemId>> copied_originals(const RunScope& scope, mail::Target& target,
                                                 const mail::Folder& from, const SettleFolder& to,
                                                 const IntendedMove& move) {
  std::vector<mail::ItemId> result;
  auto& door = target.reading();
  const auto originals = co_await describe_all(door, from, move.items);
  if (originals.empty()) co_return result;
  const auto copies = co_await strangers_since(scope, target, to, move.mark);
  const auto matches =
      co_await match({door, from, originals}, {door, to.target, copies}, Trust::same_instant);
  for (const auto& one : matches.matched) result.push_back(originals[one.wanted].placement.id);
  co_return result;
}

struct Unheard : mail::OutcomeSink {
  void take(mail::Outcome) noexcept override {}
};

}  // namespace

Task<> intend_move(const RunScope& scope, const IntendedMove& move) {
  co_await scope.journal().remember(scope.lease, std::string(move_fact), written(move));
  co_await scope.journal().flush();
}

Task<> close_move(const RunScope& scope) {
  co_await scope.journal().remember(scope.lease, std::string(move_fact), {});
}

Task<> finish_move(const RunScope& scope, Doors& doors, const Situation& situation) {
  const auto move = read(co_await scope.journal().fact(scope.pair, std::string(move_fact)));
  if (!move) co_return;
  const auto* origin = find(situation.records, move->from, &storage::FolderRecord::id);
  const auto* goal = find(situation.records, move->to, &storage::FolderRecord::id);
  if (origin != nullptr && goal != nullptr) {
    const auto* from = find(situation.target_folders, origin->target_path, &mail::Folder::path);
    const auto* to = find(situation.target_folders, goal->target_path, &mail::Folder::path);
    if (from != nullptr && to != nullptr) {
      auto& target = *co_await doors.target();
      auto originals = co_await copied_originals(scope, target, *from, {*goal, {}, *to}, *move);
      Unheard unheard;
      if (!originals.empty())
        co_await target.place(*from, std::move(originals), *to, mail::PlaceKind::finish_move,
                              unheard);
    }
  }
  co_await close_move(scope);
}

}  // namespace postferry::engine

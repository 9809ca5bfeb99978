#include "engine/first_copies.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <unordered_map>
#include <utility>

#include "engine/looks.hpp"

namespace postferry::engine {
namespace {

constexpr std::size_t first_copies = 3;
// A message of today cannot show whether its date was kept.
constexpr std::chrono::hours freshness{24};

constexpr std::string_view dates_fact = "target.dates";

bool is_telling(const mail::Placement& copy) { return now() - copy.received.instant > freshness; }

void tell_changes(const RunScope& scope, const CopiedFolder& folder, const mail::Flags& lost,
                  std::size_t rewritten) {
  if (!lost.empty())
    scope.notice(
        NoticeKind::keywords_dropped, folder.source.path,
        fmt::format("The target accepted these flags and did not keep them: {}.", lost.text()));
  if (rewritten > 0)
    scope.notice(NoticeKind::other, folder.source.path,
                 "The target rewrites the headers of messages; they are recognised by the ids it "
                 "gave them and by their bodies.",
                 rewritten);
}

}  // namespace

std::vector<mail::Placement> take_first_copies(PlacementList& items) {
  std::vector<std::pair<Instant, std::size_t>> oldest;
  std::size_t place = 0;
  for (const auto& item : items) {
    oldest.emplace_back(item.received.instant, place++);
    std::ranges::sort(oldest);
    if (oldest.size() > first_copies) oldest.pop_back();
  }
  std::vector<mail::Placement> copies;
  place = 0;
  items.remove_if([&](const mail::Placement& item) {
    const bool taken = std::ranges::any_of(
        oldest, [here = place++](const auto& entry) { return entry.second == here; });
    if (taken) copies.push_back(item);
    return taken;
  });
  return copies;
}

bool is_odd_date(const mail::Received& received) {
  using namespace std::chrono;
  constexpr Instant first_mail_server = sys_days{year{1980} / January / 1};
  return received.instant < first_mail_server || received.instant > now() + freshness;
}

Task<> look_at_odd_dates(const RunScope& scope, mail::Target& target, const CopiedFolder& folder,
                         const std::vector<mail::ItemId>& odd) {
  std::unordered_map<mail::ItemId, mail::Received> sent;
  std::vector<mail::ItemId> ids;
  for (const auto& record : co_await scope.journal().lookup(folder.record.id, odd))
    if (record.target && record.state == storage::PlacementState::brought) {
      sent.emplace(*record.target, record.received);
      ids.push_back(*record.target);
    }
  std::uint64_t changed = 0;
  for (const auto& copy : co_await look_all(target.reading(), folder.target, ids))
    if (!(copy.received == sent.at(copy.id))) ++changed;
  if (changed > 0)
    scope.notice(
        NoticeKind::date_changed, folder.source.path,
        fmt::format("{} with an impossible date; the target stored another date.",
                    changed == 1 ? "1 message came" : fmt::format("{} messages came", changed)),
        changed);
}

Task<> recall_traits(RunScope& scope, bool& known) {
  const auto dates = co_await scope.journal().fact(scope.pair, std::string(dates_fact));
  known = !dates.empty();
  scope.dates_kept = dates != "ignored";
}

Task<> read_back(RunScope& scope, mail::Target& target, const CopiedFolder& folder,
                 const std::vector<mail::Placement>& copies) {
  std::unordered_map<mail::ItemId, std::pair<const mail::Placement*, storage::PlacementRecord>>
      sent;
  std::vector<mail::ItemId> sources;
  for (const auto& copy : copies) sources.push_back(copy.id);
  std::vector<mail::ItemId> ids;
  for (const auto& record : co_await scope.journal().lookup(folder.record.id, std::move(sources))) {
    if (!record.target) continue;
    const auto copy = std::ranges::find(copies, record.source, &mail::Placement::id);
    ids.push_back(*record.target);
    sent.emplace(*record.target, std::pair(&*copy, record));
  }
  std::size_t telling = 0;
  std::size_t kept = 0;
  std::size_t rewritten = 0;
  mail::Flags lost;
  for (const auto& [there, fingerprint] : co_await target.reading().describe(folder.target, ids)) {
    const auto& [copy, record] = sent.at(there.id);
    lost = merged(lost, difference(intersection(copy->flags, folder.accepted), there.flags));
    if (fingerprint != record.fingerprint) ++rewritten;
    if (!is_telling(*copy)) continue;
    ++telling;
    if (there.received == copy->received) ++kept;
  }
  tell_changes(scope, folder, lost, rewritten);
  if (telling == 0) co_return;
  scope.dates_kept = kept > 0;
  if (!scope.dates_kept && scope.options().accept_dates == AcceptDates::no)
    throw Failure(
        Error{.code = ErrorCode::dates_ignored,
              .text = fmt::format("Its first {} copies have another date there than was sent. "
                                  "Nothing more was copied.",
                                  telling),
              .where = folder.target.path.text(),
              .side = Side::target});
  co_await scope.journal().remember(scope.lease, std::string(dates_fact),
                                    scope.dates_kept ? "kept" : "ignored");
}

}  // namespace postferry::engine

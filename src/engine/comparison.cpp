#include "engine/comparison.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "engine/content_digest.hpp"
#include "engine/folder_meter.hpp"
#include "engine/folder_rules.hpp"
#include "engine/identity.hpp"
#include "engine/looks.hpp"
#include "engine/matcher.hpp"
#include "engine/planner.hpp"
#include "text/quantities.hpp"

namespace postferry::engine {
namespace {

using mail::Description;

constexpr auto between_comparisons_told = std::chrono::milliseconds(250);

// A target folder and what of it no source folder has claimed yet.
struct TargetSide {
  mail::Folder folder;
  std::vector<Description> unclaimed;
  std::size_t counted_in = 0;  // the compared folder that shows its extra messages
};

class ComparisonRun {
 public:
  ComparisonRun(const RunScope& scope, Doors& doors, Depth depth)
      : scope_(scope), doors_(doors), depth_(depth) {
    result_.source = scope.context.source.name;
    result_.target = scope.context.target.name;
    result_.depth = depth;
  }

  Task<Comparison> go() {
    co_await doors_.open();
    auto& source = *co_await doors_.source();
    auto& target = *co_await doors_.target();
    refuse_same_account(scope_.context, source.traits(), target.traits());
    scope_.tell(PhaseBegan{Phase::listing});
    const auto situation = co_await list_both(scope_, doors_);
    scope_.tell(PhaseBegan{Phase::verifying});
    FolderMeter meter(scope_, situation.folders.size());
    for (const auto& work : situation.folders) {
      scope_.check_stop();
      meter.begin(work.mapped.source.path);
      if (work.mapped.action != FolderAction::container) co_await compare_folder(work.mapped);
    }
    for (auto& [path, side] : sides_)
      result_.folders[side.counted_in].extra += side.unclaimed.size();
    find_extra_folders(situation);
    co_return std::move(result_);
  }

 private:
  Task<> compare_folder(const MappedFolder& mapped) {
    ComparedFolder compared;
    compared.source = mapped.source.path;
    compared.target = mapped.target_path;
    auto& source = *co_await doors_.source();
    const auto ids = co_await source.ids(mapped.source);
    if (mapped.action == FolderAction::excluded) {
      compared.rule = mapped.rule;
      compared.excluded = ids.size();
      result_.folders.push_back(std::move(compared));
      co_return;
    }
    auto wanted = co_await describe_all(source, mapped.source, ids);
    std::erase_if(wanted, [&](const Description& item) {
      const bool out = excluding_rule(item.placement, scope_.options()).has_value();
      if (out) ++compared.excluded;
      return out;
    });
    scope_.tell(Listing{mapped.source.path, ids.size()});
    const auto side = co_await target_side(mapped);
    if (side == nullptr)
      compared.missing = wanted.size();
    else if (depth_ == Depth::headers)
      co_await compare_headers(mapped.source, wanted, *side, compared);
    else
      co_await compare_bytes(mapped.source, wanted, *side, compared);
    result_.folders.push_back(std::move(compared));
  }

  Task<TargetSide*> target_side(const MappedFolder& mapped) {
    if (!mapped.target || mapped.target->selectable == mail::Selectable::no) co_return nullptr;
    if (const auto known = sides_.find(mapped.target_path); known != sides_.end())
      co_return &known->second;
    auto& target = (co_await doors_.target())->reading();
    TargetSide side{*mapped.target, {}, result_.folders.size()};
    side.unclaimed = co_await describe_all(target, side.folder, co_await target.ids(side.folder));
    co_return &sides_.emplace(mapped.target_path, std::move(side)).first->second;
  }

  void count_pair(const Description& left, const Description& right, ComparedFolder& compared) {
    auto wished = left.placement.flags;
    auto there = right.placement.flags;
    for (auto* flags : {&wished, &there}) flags->clear(mail::SystemFlag::deleted);
    if (!(wished == there)) ++compared.flags_differ;
    if (!(left.placement.received == right.placement.received)) ++compared.dates_differ;
  }

  static void keep_unclaimed(TargetSide& side, const std::set<std::size_t>& claimed) {
    std::vector<Description> rest;
    for (std::size_t i = 0; i < side.unclaimed.size(); ++i)
      if (!claimed.contains(i)) rest.push_back(std::move(side.unclaimed[i]));
    side.unclaimed = std::move(rest);
  }

  Task<> compare_headers(const mail::Folder& folder, const std::vector<Description>& wanted,
                         TargetSide& side, ComparedFolder& compared) {
    auto& source = *co_await doors_.source();
    auto& target = (co_await doors_.target())->reading();
    const auto matches = co_await match({source, folder, wanted},
                                        {target, side.folder, side.unclaimed}, Trust::fingerprints);
    std::set<std::size_t> claimed;
    for (const auto& one : matches.matched) {
      count_pair(wanted[one.wanted], side.unclaimed[one.present], compared);
      claimed.insert(one.present);
    }
    compared.same = matches.matched.size();
    compared.missing = matches.missing.size();
    keep_unclaimed(side, claimed);
  }

  using Sums = std::unordered_map<mail::ItemId, ContentDigest::Sums>;

  // Reading a large folder takes hours: it can be stopped, and tells how far it is.
  void count_read() {
    scope_.check_stop();
    ++read_;
    const auto now = std::chrono::steady_clock::now();
    if (now - told_ < between_comparisons_told) return;
    told_ = now;
    scope_.tell(Listing{read_in_, read_});
  }

  Task<Sums> sums_of(mail::Source& door, const mail::Folder& folder,
                     const std::vector<Description>& items) {
    std::vector<mail::ItemId> ids;
    for (const auto& item : items) ids.push_back(item.placement.id);
    Sums sums;
    for (auto& read : co_await digests(door, folder, std::move(ids), [this] { count_read(); }))
      sums.emplace(std::move(read.id), read.sums);
    co_return sums;
  }

  // Every byte first; then the same message delivered another time, which has other trace fields;
  // then the same message with another content, which is altered.
  Task<> compare_bytes(const mail::Folder& folder, const std::vector<Description>& wanted,
                       TargetSide& side, ComparedFolder& compared) {
    read_in_ = folder.path;
    read_ = 0;
    const auto left = co_await sums_of(*co_await doors_.source(), folder, wanted);
    const auto right =
        co_await sums_of((co_await doors_.target())->reading(), side.folder, side.unclaimed);
    std::set<std::size_t> claimed;
    std::vector<bool> paired(wanted.size());
    const auto pair_by = [&](auto key, std::uint64_t ComparedFolder::* count) {
      std::multimap<decltype(key(side.unclaimed[0], right)), std::size_t> there;
      for (std::size_t i = 0; i < side.unclaimed.size(); ++i)
        if (!claimed.contains(i) && right.contains(side.unclaimed[i].placement.id))
          there.emplace(key(side.unclaimed[i], right), i);
      for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (paired[i] || !left.contains(wanted[i].placement.id)) continue;
        const auto found = there.find(key(wanted[i], left));
        if (found == there.end()) continue;
        paired[i] = true;
        ++(compared.*count);
        count_pair(wanted[i], side.unclaimed[found->second], compared);
        claimed.insert(found->second);
        there.erase(found);
      }
    };
    const auto whole = [](const Description& item, const Sums& sums) {
      return sums.at(item.placement.id).whole;
    };
    const auto delivered = [](const Description& item, const Sums& sums) {
      const auto& one = sums.at(item.placement.id);
      return std::pair(one.header, one.body);
    };
    const auto form = [](const Description& item, const Sums& sums) {
      return sums.at(item.placement.id).form;
    };
    const auto look = [](const Description& item, const Sums& sums) {
      return sums.at(item.placement.id).fingerprint;
    };
    if (!side.unclaimed.empty()) {
      pair_by(whole, &ComparedFolder::same);
      pair_by(delivered, &ComparedFolder::same);
      pair_by(form, &ComparedFolder::altered);
      pair_by(look, &ComparedFolder::altered);
    }
    compared.missing = static_cast<std::uint64_t>(std::ranges::count(paired, false));
    keep_unclaimed(side, claimed);
  }

  void find_extra_folders(const Situation& situation) {
    std::set<mail::FolderPath> wished;
    for (const auto& work : situation.folders)
      for (auto path = work.mapped.target_path; !path.is_root(); path = path.parent())
        wished.insert(path);
    for (const auto& folder : situation.target_folders)
      if (!wished.contains(folder.path) && folder.selectable == mail::Selectable::yes)
        result_.extra_folders.push_back(folder.path);
  }

  const RunScope& scope_;
  Doors& doors_;
  Depth depth_;
  Comparison result_;
  mail::FolderPath read_in_;
  std::uint64_t read_ = 0;  // messages of this folder, of both sides
  Deadline told_{};
  std::map<mail::FolderPath, TargetSide> sides_;
};

}  // namespace

std::uint64_t Comparison::total(std::uint64_t ComparedFolder::* what) const {
  std::uint64_t sum = 0;
  for (const auto& folder : folders) sum += folder.*what;
  return sum;
}

std::string Comparison::sentence() const {
  const auto same = total(&ComparedFolder::same);
  const auto altered = total(&ComparedFolder::altered);
  const auto missing = total(&ComparedFolder::missing);
  const auto extra = total(&ComparedFolder::extra);
  const auto excluded = total(&ComparedFolder::excluded);
  std::string text =
      missing + altered == 0
          ? fmt::format("All {} of {} are on {}", text::counted(same, "message"), source, target)
          : fmt::format("NOT all messages of {} are on {}: {} missing, {} altered, {} the same",
                        source, target, text::grouped(missing), text::grouped(altered),
                        text::grouped(same));
  text += depth == Depth::every_byte ? ", compared byte by byte" : ", compared by their headers";
  if (extra > 0) text += fmt::format("; {} more there", text::grouped(extra));
  if (excluded > 0) text += fmt::format("; {} excluded by rule", text::grouped(excluded));
  return text + ".";
}

Task<Comparison> compare(RunContext context, Depth depth, const StopRequest& stop) {
  Doors doors(context);
  RunScope scope{.context = context, .stop = stop};
  const storage::AccountPair accounts{context.source.key, context.target.key};
  for (const auto& status : co_await scope.journal().pairs())
    if (status.accounts == accounts) scope.pair = status.id;
  scope.tell(PhaseBegan{Phase::connecting});
  Comparison result;
  co_await persistently(
      scope, doors, [&]() -> Task<> { result = co_await ComparisonRun(scope, doors, depth).go(); });
  co_await doors.close();
  co_return result;
}

}  // namespace postferry::engine

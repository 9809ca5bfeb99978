#include "engine/verifier.hpp"

#include <iterator>
#include <map>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "engine/folder_meter.hpp"

namespace postferry::engine {
namespace {

using mail::ItemId;
using storage::PlacementRecord;
using storage::PlacementState;
using storage::Standing;

constexpr std::size_t page_size = 2000;
constexpr std::size_t most_listed_failures = 1000;

// Nothing was done here, and the target shows what it showed when it was verified last.
bool holds_still(const FolderWork& work, const mail::Folder* fresh) {
  return work.survey.unchanged && fresh != nullptr && fresh->state &&
         fresh->state->covers != mail::Covers::nothing &&
         !work.record.target_checkpoint.is_beginning() &&
         fresh->state->checkpoint == work.record.target_checkpoint;
}

struct FolderCount {
  std::unordered_set<ItemId>& claimed;
  std::vector<PlacementRecord> doubles{};  // whose copy is another message's
  std::uint64_t accounted = 0;
  std::uint64_t absent = 0;  // settled, and not where we left it
  std::uint64_t open = 0;    // failed or doubtful
};

void count_record(const FolderWork& work, const PlacementRecord& record,
                  const std::unordered_set<ItemId>& there, FolderCount& count, Verdict& verdict) {
  ++count.accounted;
  switch (record.state) {
    case PlacementState::excluded:
      ++verdict.excluded[record.note];
      return;
    case PlacementState::failed:
      ++count.open;
      ++verdict.failed;
      if (verdict.failures.size() < most_listed_failures)
        verdict.failures.push_back({work.mapped.source.path, record.source,
                                    record.code.value_or(ErrorCode::content_refused), record.note});
      return;
    case PlacementState::doubtful:
      ++count.open;
      ++verdict.doubtful;
      return;
    case PlacementState::brought:
    case PlacementState::was_there:
      break;
  }
  if (!record.target || !there.contains(*record.target)) {
    ++count.absent;
    ++verdict.moved_or_removed;
  } else if (!count.claimed.insert(*record.target).second) {
    // The target named one copy for two messages: the second is not there, and to be tried again.
    ++count.open;
    ++verdict.failed;
    count.doubles.push_back(record);
  } else if (record.state == PlacementState::brought) {
    ++verdict.brought;
  } else {
    ++verdict.was_there;
  }
}

void reopen(const RunScope& scope, const FolderWork& work, std::vector<PlacementRecord> doubles) {
  for (auto& record : doubles) {
    record.state = PlacementState::failed;
    record.target.reset();
    record.code = ErrorCode::server_refused;
    record.note = "The target has one message where it was sent two.";
  }
  scope.journal().note_outcomes(scope.lease, scope.run, work.record.id, std::move(doubles));
}

Task<FolderCount> count_by_listing(const RunScope& scope, Doors& doors, const FolderWork& work,
                                   std::unordered_set<ItemId>& claimed, Verdict& verdict) {
  std::unordered_set<ItemId> there;
  if (work.copied) {
    auto ids = co_await (co_await doors.target())->reading().ids(work.copied->target);
    there.insert(std::make_move_iterator(ids.begin()), std::make_move_iterator(ids.end()));
  }
  FolderCount count{claimed};
  ItemId after;
  for (;;) {
    const auto page = co_await scope.journal().page(work.record.id, after, page_size);
    if (page.empty()) break;
    after = page.back().source;
    for (const auto& record : page)
      if (record.standing == Standing::present) count_record(work, record, there, count, verdict);
  }
  if (!count.doubles.empty()) reopen(scope, work, std::move(count.doubles));
  co_return count;
}

void add_count(const storage::StateCount& count, Verdict& verdict) {
  switch (count.state) {
    case PlacementState::brought:
      verdict.brought += count.items;
      break;
    case PlacementState::was_there:
      verdict.was_there += count.items;
      break;
    case PlacementState::excluded:
      verdict.excluded[count.note] += count.items;
      break;
    case PlacementState::failed:
      verdict.failed += count.items;
      break;
    case PlacementState::doubtful:
      verdict.doubtful += count.items;
      break;
  }
}

std::uint64_t items_in(std::span<const storage::StateCount> counts) {
  std::uint64_t items = 0;
  for (const auto& count : counts) items += count.items;
  return items;
}

bool can_read_journal(const Error& stopped_by) {
  return stopped_by.code != ErrorCode::disk_full && stopped_by.code != ErrorCode::state_broken;
}

// What the journal counts, by folder: read once, because there may be thousands.
using FolderCounts = std::map<storage::FolderId, std::vector<storage::StateCount>>;

Task<FolderCounts> counts_by_folder(const RunScope& scope) {
  FolderCounts counts;
  for (auto& count : co_await scope.journal().counts(scope.pair))
    counts[count.folder].push_back(std::move(count));
  co_return counts;
}

// `claims`: the copies that folders before this one account for, where several are merged.
Task<> verify_folder(const RunScope& scope, Doors& doors, FolderWork& work,
                     const mail::Folder* fresh, const FolderCounts& counts, Claims& claims,
                     Verdict& verdict) {
  if (work.mapped.action == FolderAction::excluded) {
    verdict.messages += work.excluded_messages;
    if (work.excluded_messages > 0) verdict.excluded[work.mapped.rule] += work.excluded_messages;
    co_return;
  }
  if (work.mapped.action == FolderAction::container) co_return;
  verdict.messages += work.survey.messages;
  if (work.broken) {
    verdict.missing += work.survey.messages;
    co_return;
  }
  const auto known = counts.find(work.record.id);
  const std::span<const storage::StateCount> counted =
      known == counts.end() ? std::span<const storage::StateCount>() : known->second;
  if (holds_still(work, fresh) && items_in(counted) == work.survey.messages) {
    for (const auto& count : counted) add_count(count, verdict);
    co_return;
  }
  auto& claimed = claims[work.record.target_path];
  const auto count = co_await count_by_listing(scope, doors, work, claimed, verdict);
  if (count.accounted < work.survey.messages)
    verdict.missing += work.survey.messages - count.accounted;
  // What is open or absent is looked at again by the next run; nothing is taken as verified.
  auto record = work.record;
  const bool whole = count.open == 0 && count.accounted >= work.survey.messages;
  record.source_checkpoint = whole ? work.survey.source_checkpoint : mail::Checkpoint();
  record.source_generation = work.survey.source_generation;
  const bool still = whole && count.absent == 0 && fresh != nullptr && fresh->state;
  record.target_checkpoint = still ? fresh->state->checkpoint : mail::Checkpoint();
  if (work.copied) record.target_generation = work.copied->record.target_generation;
  if (record.source_checkpoint != work.record.source_checkpoint ||
      record.target_checkpoint != work.record.target_checkpoint ||
      record.source_generation != work.record.source_generation ||
      record.target_generation != work.record.target_generation)
    work.record = co_await scope.journal().put_folder(scope.lease, record);
}

}  // namespace

Task<> verify_all(const RunScope& scope, Doors& doors, Situation& situation,
                  const std::vector<mail::Folder>& fresh, Verdict& verdict) {
  std::unordered_map<mail::FolderPath, const mail::Folder*> listed;
  for (const auto& folder : fresh) listed.emplace(folder.path, &folder);
  std::unordered_map<mail::FolderPath, int> merged;
  for (const auto& work : situation.folders) ++merged[work.record.target_path];
  const auto counts = co_await counts_by_folder(scope);
  Claims claims;
  FolderMeter meter(scope, situation.folders.size());
  for (auto& work : situation.folders) {
    meter.begin(work.mapped.source.path);
    const auto& path = work.record.target_path;
    const auto there = listed.find(path);
    const auto* now = there == listed.end() ? nullptr : there->second;
    co_await persistently(scope, doors, [&]() -> Task<> {
      // Counted anew when the connection breaks.
      auto counted = verdict;
      auto claimed = claims;
      co_await verify_folder(scope, doors, work, now, counts, claimed, counted);
      verdict = std::move(counted);
      claims = std::move(claimed);
    });
    if (merged.at(path) == 1) claims.erase(path);
  }
}

Task<> count_so_far(const RunScope& scope, const Situation& situation, Verdict& verdict) {
  Verdict counted;
  counted.source = verdict.source;
  counted.target = verdict.target;
  counted.stopped_by = verdict.stopped_by;
  verdict = std::move(counted);
  if (!can_read_journal(*verdict.stopped_by)) co_return;
  for (const auto& count : co_await scope.journal().counts(scope.pair)) add_count(count, verdict);
  if (!situation.surveyed) co_return;
  for (const auto& work : situation.folders) {
    verdict.messages += work.survey.messages + work.excluded_messages;
    if (work.excluded_messages > 0) verdict.excluded[work.mapped.rule] += work.excluded_messages;
  }
}

}  // namespace postferry::engine

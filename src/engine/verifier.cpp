#include "engine/verifier.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <span>
#include <unordered_map>
#include <utility>

#include "engine/folder_counts.hpp"
#include "engine/folder_meter.hpp"

namespace postferry::engine {
namespace {

using mail::ItemId;
using storage::PlacementState;

constexpr std::size_t page_size = 2000;

// To list an id costs the servers a small part of what a message does.
constexpr std::uint64_t ids_worth_a_message = 20;

// What a folder of the target holds, and which of it is accounted for: several folders of the
// source may be merged into one.
class TargetListing {
 public:
  explicit TargetListing(std::vector<ItemId> ids) : ids_(std::move(ids)), claimed_(ids_.size()) {
    std::ranges::sort(ids_);
  }

  enum class Found : std::uint8_t { nowhere, free, claimed_before };
  Found claim(const ItemId& id) {
    const auto place = std::ranges::lower_bound(ids_, id);
    if (place == ids_.end() || *place != id) return Found::nowhere;
    auto claimed = claimed_[static_cast<std::size_t>(place - ids_.begin())];
    if (claimed) return Found::claimed_before;
    claimed = true;
    return Found::free;
  }

 private:
  std::vector<ItemId> ids_;
  std::vector<bool> claimed_;
};

// Nothing was done here, and the target shows what it showed when it was verified last.
bool holds_still(const FolderWork& work, const mail::Folder* fresh) {
  return work.survey.unchanged && fresh != nullptr && fresh->state &&
         fresh->state->covers != mail::Covers::nothing &&
         !work.record.target_checkpoint.is_beginning() &&
         fresh->state->checkpoint == work.record.target_checkpoint;
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

bool can_read_journal(const Error& stopped_by) {
  return stopped_by.code != ErrorCode::disk_full && stopped_by.code != ErrorCode::state_broken;
}

class FolderVerification {
 public:
  FolderVerification(const RunScope& scope, const FolderWork& work, TargetListing& there,
                     Verdict& verdict)
      : scope_(scope), work_(work), there_(there), verdict_(verdict) {}

  Task<> go(std::span<const storage::StateCount> counts) {
    for (const auto& count : counts) add_count(count, verdict_);
    co_await list_failures();
    open_ = verdict_.failed + verdict_.doubtful;
    std::vector<ItemId> doubles;
    ItemId after;
    for (;;) {
      const auto page = co_await scope_.journal().locations(work_.record.id, after, page_size);
      if (page.empty()) break;
      after = page.back().source;
      for (const auto& copy : page) locate(copy, doubles);
    }
    if (!doubles.empty()) co_await reopen(std::move(doubles));
  }

  std::uint64_t absent() const noexcept { return absent_; }  // settled, and not where we left it
  std::uint64_t open() const noexcept { return open_; }      // failed or doubtful

 private:
  void locate(const storage::Location& copy, std::vector<ItemId>& doubles) {
    const auto found = there_.claim(copy.target);
    if (found == TargetListing::Found::free) return;
    --(copy.state == PlacementState::brought ? verdict_.brought : verdict_.was_there);
    if (found == TargetListing::Found::nowhere) {
      ++absent_;
      ++verdict_.moved_or_removed;
      return;
    }
    // The target named one copy for two messages: the second is not there, and to be tried again.
    ++open_;
    ++verdict_.failed;
    doubles.push_back(copy.source);
  }

  Task<> list_failures() {
    if (verdict_.failed == 0) co_return;
    ItemId after;
    while (verdict_.failures.size() < Verdict::most_failures) {
      const auto page = co_await scope_.journal().failures(work_.record.id, after, page_size);
      if (page.empty()) break;
      after = page.back().source;
      for (const auto& record : page)
        if (verdict_.failures.size() < Verdict::most_failures)
          verdict_.failures.push_back({work_.mapped.source.path, record.source,
                                       record.code.value_or(ErrorCode::content_refused),
                                       record.note});
    }
  }

  Task<> reopen(std::vector<ItemId> doubles) {
    auto records = co_await scope_.journal().lookup(work_.record.id, std::move(doubles));
    for (auto& record : records) {
      record.state = PlacementState::failed;
      record.target.reset();
      record.code = ErrorCode::server_refused;
      record.note = "The target has one message where it was sent two.";
    }
    scope_.journal().note_outcomes(scope_.lease, scope_.run, work_.record.id, std::move(records));
  }

  const RunScope& scope_;
  const FolderWork& work_;
  TargetListing& there_;
  Verdict& verdict_;
  std::uint64_t absent_ = 0;
  std::uint64_t open_ = 0;
};

// What is open or absent is looked at again by the next run; nothing of it is taken as verified.
Task<> write_checkpoints(const RunScope& scope, FolderWork& work, const mail::Folder* fresh,
                         const FolderVerification& verified, std::uint64_t accounted) {
  auto record = work.record;
  const bool whole = verified.open() == 0 && accounted >= work.survey.messages;
  record.source_checkpoint = whole ? work.survey.source_checkpoint : mail::Checkpoint();
  record.source_generation = work.survey.source_generation;
  const bool still = whole && verified.absent() == 0 && fresh != nullptr && fresh->state;
  record.target_checkpoint = still ? fresh->state->checkpoint : mail::Checkpoint();
  if (work.copied) record.target_generation = work.copied->record.target_generation;
  if (record.source_checkpoint != work.record.source_checkpoint ||
      record.target_checkpoint != work.record.target_checkpoint ||
      record.source_generation != work.record.source_generation ||
      record.target_generation != work.record.target_generation)
    work.record = co_await scope.journal().put_folder(scope.lease, record);
}

// One group of folders with the same target folder, whose listing they share.
class GroupVerification {
 public:
  GroupVerification(const RunScope& scope, const FolderCounts& counts, std::size_t folders)
      : scope_(scope), counts_(counts), left_(folders) {}

  Task<> verify(Doors& doors, FolderWork& work, const mail::Folder* fresh, Verdict& verdict) {
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
    const auto counted = counts_of(counts_, work.record.id);
    const auto accounted = items_in(counted);
    if (holds_still(work, fresh) && accounted == work.survey.messages) {
      for (const auto& count : counted) add_count(count, verdict);
      co_return;
    }
    if (!there_) there_ = co_await list(doors, work);
    FolderVerification verification(scope_, work, *there_, verdict);
    co_await verification.go(counted);
    if (--left_ == 0) there_.reset();
    if (accounted < work.survey.messages) verdict.missing += work.survey.messages - accounted;
    co_await write_checkpoints(scope_, work, fresh, verification, accounted);
  }

 private:
  static Task<TargetListing> list(Doors& doors, const FolderWork& work) {
    if (!work.copied) co_return TargetListing({});
    auto& target = (co_await doors.target())->reading();
    co_return TargetListing(co_await target.ids(work.copied->target));
  }

  const RunScope& scope_;
  const FolderCounts& counts_;
  std::size_t left_;
  std::optional<TargetListing> there_;
};

std::uint64_t messages_to_list(const Situation& situation) {
  std::uint64_t messages = 0;
  for (const auto& work : situation.folders)
    if (!work.survey.unchanged) messages += work.survey.messages;
  return messages;
}

}  // namespace

Task<> verify_all(const RunScope& scope, Crew& crew, Situation& situation,
                  const std::vector<mail::Folder>& fresh, Verdict& verdict) {
  std::unordered_map<mail::FolderPath, const mail::Folder*> listed;
  for (const auto& folder : fresh) listed.emplace(folder.path, &folder);
  const auto counts = co_await counts_by_folder(scope);
  auto groups = grouped_by_target(situation.folders);
  std::unordered_map<mail::FolderPath, GroupVerification> verifications;
  for (const auto& group : groups)
    verifications.try_emplace(group.front()->mapped.target_path, scope, counts, group.size());
  FolderMeter meter(scope, situation.folders.size());
  const auto fresh_of = [&](const FolderWork& work) {
    const auto there = listed.find(work.record.target_path);
    return there == listed.end() ? nullptr : there->second;
  };
  const FolderStep verify = [&](Doors& doors, FolderWork& work) -> Task<> {
    meter.begin(work.mapped.source.path);
    // Counted anew when the connection breaks.
    Verdict counted;
    co_await verifications.at(work.mapped.target_path).verify(doors, work, fresh_of(work), counted);
    verdict.add(counted);
  };
  auto idle = take_idle(groups, [&](const FolderWork& work) {
    return !work.is_copied() || holds_still(work, fresh_of(work));
  });
  co_await each_folder(scope, crew, Side::target, 1, std::move(idle), verify);
  const auto lanes =
      crew.lanes_for(groups.size(), messages_to_list(situation) / ids_worth_a_message);
  co_await each_folder(scope, crew, Side::target, lanes, std::move(groups), verify);
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

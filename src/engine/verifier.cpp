#include "engine/verifier.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <span>
#include <unordered_map>
#include <utility>

#include "engine/folder_counts.hpp"
#include "engine/folder_meter.hpp"
#include "engine/folder_verification.hpp"

namespace postferry::engine {
namespace {

// To list an id costs the servers a small part of what a message does.
constexpr std::uint64_t ids_worth_a_message = 20;

// Nothing was done here, and the target shows what it showed when it was verified last.
bool holds_still(const FolderWork& work, const mail::Folder* fresh) {
  return work.survey.unchanged && fresh != nullptr &&
         is_as_verified(*fresh, work.record.target_checkpoint);
}

bool can_read_journal(const Error& stopped_by) {
  return stopped_by.code != ErrorCode::disk_full && stopped_by.code != ErrorCode::state_broken;
}

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
  enum class Proof : std::uint8_t { by_listing, by_counting };

  GroupVerification(const RunScope& scope, const FolderCounts& counts, const FolderGroup& group,
                    Proof proof)
      : scope_(scope), counts_(counts), left_(group.size()), proof_(proof) {}

  bool asks_nobody() const noexcept { return proof_ == Proof::by_counting; }

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
    FolderVerification verification(scope_, work, verdict);
    co_await verification.count(counted);
    if (proof_ == Proof::by_listing) {
      if (!there_) there_ = co_await list(doors, work);
      co_await verification.locate_all(*there_);
    }
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
  Proof proof_;
  std::optional<TargetListing> there_;
};

using Proof = GroupVerification::Proof;

// The target's folders as they are now, and what the journal says of them.
struct Present {
  std::unordered_map<mail::FolderPath, const mail::Folder*> listed;
  Holdings held;

  const mail::Folder* folder_of(const FolderWork& work) const {
    const auto there = listed.find(work.record.target_path);
    return there == listed.end() ? nullptr : there->second;
  }
};

Present present_of(const Situation& situation, const std::vector<mail::Folder>& fresh,
                   const FolderCounts& counts) {
  Present present;
  for (const auto& folder : fresh) present.listed.emplace(folder.path, &folder);
  auto records = situation.vanished_folders;
  for (const auto& work : situation.folders) records.push_back(work.record);
  present.held = holdings(counts, records);
  return present;
}

// Whether the journal's counts of a group have only risen in this run, and only by what was copied.
bool only_grew(const FolderGroup& group) {
  return std::ranges::all_of(group, [](const FolderWork* work) {
    return work->copied && work->survey.returned.empty() && !work->survey.generation_changed;
  });
}

Proof proof_for(const FolderGroup& group, const Situation& situation, const Present& present) {
  const auto& path = group.front()->record.target_path;
  const auto* now = present.folder_of(*group.front());
  const auto after = present.held.find(path);
  if (!only_grew(group) || now == nullptr || after == present.held.end()) return Proof::by_listing;
  const auto before = situation.held.find(path);
  const auto given = situation.given.find(path);
  const auto& folder = group.front()->copied->target;
  return adds_up(folder, before == situation.held.end() ? Holding() : before->second,
                 given == situation.given.end() ? NumbersGiven() : given->second, *now,
                 after->second)
             ? Proof::by_counting
             : Proof::by_listing;
}

}  // namespace

Task<> verify_all(const RunScope& scope, Crew& crew, Situation& situation,
                  const std::vector<mail::Folder>& fresh, Verdict& verdict) {
  const auto counts = co_await counts_by_folder(scope);
  const auto present = present_of(situation, fresh, counts);
  auto groups = grouped_by_target(situation.folders);
  std::unordered_map<mail::FolderPath, GroupVerification> verifications;
  std::uint64_t to_list = 0;
  // What went from one folder may have come to any other: then numbers prove nothing.
  const bool left = something_left(situation);
  for (const auto& group : groups) {
    const auto proof = left ? Proof::by_listing : proof_for(group, situation, present);
    verifications.try_emplace(group.front()->mapped.target_path, scope, counts, group, proof);
    for (const auto* work : group)
      if (proof == Proof::by_listing && !work->survey.unchanged) to_list += work->survey.messages;
  }
  FolderMeter meter(scope, situation.folders.size());
  const FolderStep verify = [&](Doors& doors, FolderWork& work) -> Task<> {
    meter.begin(work.mapped.source.path);
    // Counted anew when the connection breaks.
    Verdict counted;
    co_await verifications.at(work.mapped.target_path)
        .verify(doors, work, present.folder_of(work), counted);
    verdict.add(counted);
  };
  auto idle = take_idle(groups, [&](const FolderWork& work) {
    return !work.is_copied() || holds_still(work, present.folder_of(work)) ||
           verifications.at(work.mapped.target_path).asks_nobody();
  });
  co_await each_folder(scope, crew, Side::target, 1, std::move(idle), verify);
  const auto lanes = crew.lanes_for(groups.size(), to_list / ids_worth_a_message);
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

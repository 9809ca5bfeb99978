#include "engine/crossing_steps.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <optional>
#include <utility>

#include "engine/flag_sync.hpp"
#include "engine/rebind.hpp"

namespace postferry::engine {
namespace {

using storage::Standing;

std::vector<mail::ItemId> sources_of(const std::vector<storage::PlacementRecord>& records) {
  std::vector<mail::ItemId> ids;
  for (const auto& record : records) ids.push_back(record.source);
  return ids;
}

}  // namespace

Task<> CrossingSteps::write_surveys(Situation& situation) {
  for (auto& work : situation.folders)
    if (work.is_copied()) co_await write_survey(work);
}

Task<> CrossingSteps::write_survey(FolderWork& work) {
  auto& survey = work.survey;
  if (!work.mapped.record) {
    work.record.source_path = work.mapped.source.path;
    work.record.target_path = work.mapped.target_path;
    work.record.renamed_because = work.mapped.renamed_because;
    work.record.source_generation = survey.source_generation;
    work.record = co_await scope_.journal().put_folder(scope_.lease, work.record);
  }
  if (survey.generation_changed) {
    auto records = std::move(survey.rebound);
    std::ranges::move(survey.newly_known, std::back_inserter(records));
    work.record.source_generation = survey.source_generation;
    work.record.source_checkpoint = {};
    co_await scope_.journal().rebind(scope_.lease, scope_.run, work.record, std::move(records));
  } else if (!survey.newly_known.empty()) {
    scope_.journal().note_outcomes(scope_.lease, scope_.run, work.record.id,
                                   std::move(survey.newly_known));
  }
  if (!survey.returned.empty())
    scope_.journal().set_standing(scope_.lease, work.record.id, sources_of(survey.returned),
                                  Standing::present);
  survey.newly_known.clear();
  survey.rebound.clear();
  std::uint64_t excluded = 0;
  for (const auto& [rule, count] : survey.excluded) excluded += count;
  if (!survey.unchanged)
    scope_.tell(FolderPlanned{work.mapped.source.path, work.mapped.target_path,
                              survey.to_copy.size(), survey.to_copy.message_bytes(),
                              survey.was_there, excluded, work.mapped.renamed_because});
}

Task<> CrossingSteps::mark_vanished(const Situation& situation) {
  for (const auto& work : situation.folders)
    if (!work.survey.vanished.empty())
      scope_.journal().set_standing(scope_.lease, work.record.id, sources_of(work.survey.vanished),
                                    Standing::vanished);
  for (auto folder : situation.vanished_folders) {
    // Should it be shown again, as it was, its messages must be found standing there again.
    if (!folder.source_checkpoint.is_beginning()) {
      folder.source_checkpoint = {};
      folder = co_await scope_.journal().put_folder(scope_.lease, folder);
    }
    auto records = co_await all_records(scope_, folder.id);
    std::erase_if(records,
                  [](const auto& record) { return record.standing == Standing::vanished; });
    if (records.empty()) continue;
    scope_.notice(NoticeKind::folder_gone, folder.source_path,
                  fmt::format("{} is no longer at the source; {} stays on the target.",
                              folder.source_path.text(), folder.target_path.text()));
    scope_.journal().set_standing(scope_.lease, folder.id, sources_of(records), Standing::vanished);
  }
}

Task<> CrossingSteps::flags(Situation& situation) {
  std::vector<FolderGroup> groups;
  std::uint64_t changes = 0;
  for (auto& group : grouped_by_target(situation.folders)) {
    std::erase_if(group, [](const FolderWork* work) {
      return !work->copied || work->survey.flag_updates.empty();
    });
    for (const auto* work : group) changes += work->survey.flag_updates.size();
    if (!group.empty()) groups.push_back(std::move(group));
  }
  const auto lanes = crew_.lanes_for(groups.size(), changes);
  co_await each_folder(
      scope_, crew_, Side::target, lanes, std::move(groups),
      [this](Doors& doors, FolderWork& work) { return carry_flags_if_possible(doors, work); });
}

// A folder that cannot be opened is gone on without.
Task<> CrossingSteps::carry_flags_if_possible(Doors& doors, FolderWork& work) {
  std::optional<Error> refused;
  try {
    co_await carry_flags(doors, work);
  } catch (const Failure& failure) {
    const auto& error = failure.error();
    if (error.scope != Scope::folder || error.code == ErrorCode::generation_changed) throw;
    refused = error;
  }
  if (!refused) co_return;
  scope_.notice(NoticeKind::other, work.mapped.source.path, describe(*refused));
  work.broken = *refused;
  work.copied.reset();
}

Task<> CrossingSteps::carry_flags(Doors& doors, FolderWork& work) {
  const auto synced = co_await sync_flags(scope_, doors, work);
  work.survey.flag_updates.clear();
  flags_changed_ += synced.changed;
  if (synced.changed > 0) touched_ = true;
  for (const auto& [keyword, count] : synced.not_accepted) keywords_dropped_[keyword] += count;
  if (work.flags_learned) co_return;
  work.copied->accepted = co_await flags_taken(doors, work, work.copied->target);
  work.flags_learned = true;
}

void CrossingSteps::forget_folders() {
  keywords_dropped_.clear();
  folders_not_made_.clear();
  to_be_renamed_.clear();
  odd_dates_.clear();
}

void CrossingSteps::fill(Verdict& verdict) const {
  verdict.copied_now = copied_;
  verdict.copied_now_bytes = copied_bytes_;
  verdict.flags_changed_now = flags_changed_;
  verdict.keywords_dropped = keywords_dropped_;
  verdict.folders_not_made = folders_not_made_;
}

}  // namespace postferry::engine

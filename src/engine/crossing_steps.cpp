#include "engine/crossing_steps.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <utility>

#include "engine/flag_sync.hpp"
#include "engine/rebind.hpp"

namespace postferry::engine {
namespace {

using storage::Standing;

bool is_copied(const FolderWork& work) {
  return !work.broken && work.mapped.action != FolderAction::excluded &&
         work.mapped.action != FolderAction::container;
}

// A record without a generation of the target was cut off before its folder was there.
bool was_made(const FolderWork& work) { return !work.record.target_generation.empty(); }

mail::Flags wished_flags(const FolderSurvey& survey) {
  mail::Flags flags;
  for (const auto& item : survey.to_copy)
    if (!difference(item.flags, flags).empty()) flags = merged(flags, item.flags);
  for (const auto& update : survey.flag_updates) flags = merged(flags, update.now);
  return flags;
}

std::vector<mail::ItemId> sources_of(const std::vector<storage::PlacementRecord>& records) {
  std::vector<mail::ItemId> ids;
  for (const auto& record : records) ids.push_back(record.source);
  return ids;
}

}  // namespace

Task<> CrossingSteps::write_surveys(Situation& situation) {
  for (auto& work : situation.folders)
    if (is_copied(work)) co_await write_survey(work);
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
                              survey.to_copy.size(), survey.to_copy_bytes, survey.was_there,
                              excluded, work.mapped.renamed_because});
}

Task<> CrossingSteps::prepare(Situation& situation) {
  for (auto& work : situation.folders) {
    scope_.check_stop();
    if (is_copied(work) && !work.copied) co_await prepare_folder(work);
  }
}

Task<Result<mail::Folder>> CrossingSteps::ensure_folder(const FolderWork& work) {
  const bool first_time = !was_made(work);
  const bool subscribe =
      first_time && work.mapped.source.subscribed == mail::Subscribed::yes &&
      (!work.mapped.target || work.mapped.target->subscribed == mail::Subscribed::no);
  if (work.mapped.target && !subscribe && work.mapped.target->selectable == mail::Selectable::yes)
    co_return *work.mapped.target;
  const mail::FolderWish wish{work.mapped.target_path, work.mapped.use,
                              subscribe ? mail::Subscribed::yes : mail::Subscribed::no};
  auto folder = co_await (co_await doors_.target())->ensure(wish);
  if (!folder) co_return folder;
  if (!work.mapped.target) {
    touched_ = true;
    scope_.journal().record(scope_.lease, scope_.run,
                            {storage::ActKind::create, work.record.id, std::nullopt, "",
                             work.mapped.target_path.text()});
  }
  if (subscribe)
    scope_.journal().record(scope_.lease, scope_.run,
                            {storage::ActKind::subscribe, work.record.id, std::nullopt, "",
                             work.mapped.target_path.text()});
  co_return folder;
}

Task<> CrossingSteps::prepare_folder(FolderWork& work) {
  // What its owner removed on the target is not made again for nothing.
  if (was_made(work) && !work.mapped.target && work.survey.to_copy.empty()) co_return;
  if (work.survey.unchanged && work.mapped.target &&
      work.mapped.target->generation == work.record.target_generation) {
    work.copied = std::make_shared<CopiedFolder>(
        CopiedFolder{work.mapped.source, *work.mapped.target, work.record, {}, {}});
    co_return;
  }
  auto folder = co_await ensure_folder(work);
  if (!folder) {
    work.broken = folder.error();
    folders_not_made_.push_back(work.mapped.target_path.text());
    scope_.notice(NoticeKind::folder_not_created, work.mapped.source.path,
                  describe(folder.error()));
    co_return;
  }
  auto& target = *co_await doors_.target();
  const auto& known = work.record.target_generation;
  if (!known.empty() && known != folder->generation) {
    work.record = co_await rebind_target(scope_, target, *folder, work.record);
    work.survey.flag_updates.clear();
  } else if (known.empty()) {
    work.record.target_generation = folder->generation;
    work.record = co_await scope_.journal().put_folder(scope_.lease, work.record);
  }
  CopiedFolder copied{work.mapped.source, *folder, work.record, {}, {}};
  if (!work.survey.to_copy.empty()) {
    copied.mark = folder->state && !folder->state->checkpoint.is_beginning()
                      ? folder->state->checkpoint
                      : co_await target.reading().mark(*folder);
  }
  if (const auto wished = wished_flags(work.survey); !wished.empty())
    copied.accepted = co_await target.accepted(*folder, wished);
  for (const auto& item : work.survey.to_copy)
    for (const auto& keyword : difference(item.flags, copied.accepted).keywords())
      ++keywords_dropped_[keyword];
  work.copied = std::make_shared<CopiedFolder>(std::move(copied));
}

Task<> CrossingSteps::mark_vanished(const Situation& situation) {
  for (const auto& work : situation.folders)
    if (!work.survey.vanished.empty())
      scope_.journal().set_standing(scope_.lease, work.record.id, sources_of(work.survey.vanished),
                                    Standing::vanished);
  for (const auto& folder : situation.vanished_folders) {
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
  for (auto& work : situation.folders) {
    if (!work.copied || work.survey.flag_updates.empty()) continue;
    scope_.check_stop();
    const auto synced = co_await sync_flags(scope_, doors_, work);
    work.survey.flag_updates.clear();
    flags_changed_ += synced.changed;
    if (synced.changed > 0) touched_ = true;
    for (const auto& [keyword, count] : synced.not_accepted) keywords_dropped_[keyword] += count;
  }
}

void CrossingSteps::fill(Verdict& verdict) const {
  verdict.copied_now = copied_;
  verdict.copied_now_bytes = copied_bytes_;
  verdict.flags_changed_now = flags_changed_;
  verdict.keywords_dropped = keywords_dropped_;
  verdict.folders_not_made = folders_not_made_;
}

}  // namespace postferry::engine

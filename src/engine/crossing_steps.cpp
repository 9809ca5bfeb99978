#include "engine/crossing_steps.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <utility>

#include "base/gather.hpp"
#include "engine/first_copies.hpp"
#include "engine/flag_sync.hpp"
#include "engine/lane.hpp"
#include "engine/rebind.hpp"
#include "engine/settle.hpp"

namespace postferry::engine {
namespace {

using storage::Standing;

bool is_copied(const FolderWork& work) {
  return !work.broken && work.mapped.action != FolderAction::excluded &&
         work.mapped.action != FolderAction::container;
}

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

void refuse_too_large(Crossing& crossing, const CopiedFolder& folder, const mail::Placement& item,
                      std::uint64_t largest_bytes) {
  fail_item(crossing, folder, item,
            Error{.code = ErrorCode::item_too_large,
                  .text = fmt::format("It has {} bytes; the target accepts at most {} bytes.",
                                      item.size_bytes, largest_bytes),
                  .where = folder.source.path.text(),
                  .side = Side::target,
                  .scope = Scope::item,
                  .retry = Retry::later});
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
  const bool first_time = !work.mapped.record;
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
  if (work.mapped.record && !work.mapped.target && work.survey.to_copy.empty()) co_return;
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

Task<> CrossingSteps::copy(Situation& situation) {
  auto& target = *co_await doors_.target();
  const auto traits = target.traits();
  BatchQueue queue(traits.batch_items, traits.batch_bytes,
                   traits.append_mode == mail::AppendMode::multi ? Sharing::one_lane_a_folder
                                                                 : Sharing::many_lanes_a_folder);
  ProgressMeter meter(scope_);
  Crossing crossing{scope_, queue, meter, situation.target_folders};
  std::uint64_t messages = 0;
  std::uint64_t bytes = 0;
  for (const auto& work : situation.folders)
    if (work.copied) {
      messages += work.survey.to_copy.size();
      bytes += work.survey.to_copy_bytes;
    }
  if (messages == 0) co_return;
  touched_ = true;
  co_await persistently(scope_, doors_, [&] { return warn_of_room(situation); });
  meter.expect(messages, bytes);
  std::exception_ptr broken;
  try {
    if (!traits_known_) co_await try_first_copies(situation, crossing);
    give_out(situation, crossing, traits);
    co_await run_lanes(crossing);
    co_await find_ids(situation, crossing);
    co_await look_at_dates(situation);
  } catch (const Failure&) {
    broken = std::current_exception();
  }
  meter.finish();
  copied_ += crossing.copied;
  copied_bytes_ += crossing.copied_bytes;
  if (broken) std::rethrow_exception(broken);
  for (auto& work : situation.folders)
    if (const auto gone = crossing.gone.find(work.record.id);
        work.copied && gone != crossing.gone.end())
      work.survey.messages -= std::min(work.survey.messages, gone->second);
}

Task<> CrossingSteps::try_first_copies(Situation& situation, Crossing& crossing) {
  FolderWork* oldest = nullptr;
  Instant when = Instant::max();
  for (auto& work : situation.folders)
    if (work.copied)
      for (const auto& item : work.survey.to_copy)
        if (item.received.instant < when) {
          when = item.received.instant;
          oldest = &work;
        }
  if (oldest == nullptr) co_return;
  auto copies = take_first_copies(oldest->survey.to_copy);
  Lane lane(crossing, doors_, 0);
  co_await lane.copy_alone({oldest->copied, copies, 0});
  scope_.check_stop();
  co_await find_ids(situation, crossing);
  co_await read_back(scope_, *co_await doors_.target(), *oldest->copied, copies);
}

void CrossingSteps::give_out(Situation& situation, Crossing& crossing, const mail::Traits& traits) {
  for (auto& work : situation.folders) {
    if (!work.copied) continue;
    std::vector<mail::Placement> fitting;
    for (auto& item : work.survey.to_copy) {
      if (is_odd_date(item.received)) odd_dates_[work.record.id].push_back(item.id);
      if (traits.largest_item_bytes && item.size_bytes > *traits.largest_item_bytes)
        refuse_too_large(crossing, *work.copied, item, *traits.largest_item_bytes);
      else
        fitting.push_back(std::move(item));
    }
    work.survey.to_copy.clear();
    crossing.queue.add(work.copied, std::move(fitting));
  }
}

Task<> CrossingSteps::look_at_dates(Situation& situation) {
  for (const auto& work : situation.folders) {
    const auto odd = odd_dates_.find(work.record.id);
    if (odd == odd_dates_.end() || !work.copied || !scope_.dates_kept) continue;
    co_await persistently(scope_, doors_, [&]() -> Task<> {
      co_await look_at_odd_dates(scope_, *co_await doors_.target(), *work.copied, odd->second);
    });
  }
}

// What will not fit is said before the start, not after hours.
Task<> CrossingSteps::warn_of_room(const Situation& situation) {
  const auto plan = co_await plan_of(scope_, doors_, situation);
  for (const auto& warning : plan.warnings) scope_.notice(NoticeKind::will_not_fit, {}, warning);
}

Task<> CrossingSteps::run_lanes(Crossing& crossing) {
  const auto wanted = std::max<std::size_t>(1, scope_.options().connections);
  const auto useful = crossing.queue.useful_lanes();
  std::vector<std::unique_ptr<Doors>> extra;
  std::vector<std::unique_ptr<Lane>> lanes;
  lanes.push_back(std::make_unique<Lane>(crossing, doors_, 0));
  for (std::size_t number = 1; number < std::min(wanted, useful); ++number) {
    extra.push_back(std::make_unique<Doors>(scope_.context));
    lanes.push_back(std::make_unique<Lane>(crossing, *extra.back(), number));
  }
  std::vector<Task<>> tasks;
  for (const auto& lane : lanes) tasks.push_back(lane->run());
  co_await all_of(std::move(tasks));
  for (const auto& doors : extra) co_await doors->close();
}

// Where the target tells no ids, they are found by what the messages look like.
Task<> CrossingSteps::find_ids(Situation& situation, Crossing& crossing) {
  auto without_id = std::exchange(crossing.without_id, {});
  for (auto& work : situation.folders) {
    const auto records = without_id.find(work.record.id);
    if (records == without_id.end() || !work.copied) continue;
    co_await scope_.journal().flush();
    co_await persistently(scope_, doors_, [&]() -> Task<> {
      const SettleFolder folder{work.record, work.copied->source, work.copied->target};
      co_await find_brought(scope_, *co_await doors_.source(), *co_await doors_.target(), folder,
                            work.copied->mark, records->second);
    });
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

#include <algorithm>
#include <exception>
#include <fmt/format.h>
#include <memory>
#include <utility>

#include "base/gather.hpp"
#include "engine/crossing_steps.hpp"
#include "engine/first_copies.hpp"
#include "engine/lane.hpp"
#include "engine/settle.hpp"

namespace postferry::engine {
namespace {

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
      bytes += work.survey.to_copy.message_bytes();
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
  situation.given = std::move(crossing.given);
  copied_ += crossing.copied;
  copied_bytes_ += crossing.copied_bytes;
  if (broken) std::rethrow_exception(broken);
  for (auto& work : situation.folders)
    if (const auto left = crossing.broken.find(work.record.id); left != crossing.broken.end()) {
      work.broken = left->second;
      if (left->second.side != Side::target && left->second.code == ErrorCode::folder_missing)
        work.survey.messages = 0;
    }
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
  Lane lane(crossing, crew_, 0);
  co_await lane.copy_alone({oldest->copied, copies, 0});
  scope_.check_stop();
  co_await find_ids(situation, crossing);
  co_await read_back(scope_, *co_await doors_.target(), *oldest->copied, copies);
}

void CrossingSteps::give_out(Situation& situation, Crossing& crossing, const mail::Traits& traits) {
  for (auto& work : situation.folders) {
    if (!work.copied) continue;
    for (const auto& item : work.survey.to_copy)
      if (is_odd_date(item.received)) odd_dates_[work.record.id].push_back(item.id);
    if (traits.largest_item_bytes)
      work.survey.to_copy.remove_if([&](const mail::Placement& item) {
        if (item.size_bytes <= *traits.largest_item_bytes) return false;
        refuse_too_large(crossing, *work.copied, item, *traits.largest_item_bytes);
        return true;
      });
    crossing.queue.add(work.copied, std::exchange(work.survey.to_copy, {}));
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
  for (const auto& warning : room_warnings(plan))
    scope_.notice(NoticeKind::will_not_fit, {}, warning);
}

Task<> CrossingSteps::run_lanes(Crossing& crossing) {
  const auto most = most_lanes(scope_.options(), (co_await doors_.target())->traits());
  const auto wanted = crew_.lanes_for(crossing.queue.useful_lanes(most), crossing.queue.messages());
  std::vector<std::unique_ptr<Lane>> lanes;
  std::vector<Task<>> tasks;
  for (std::size_t number = 0; number < wanted; ++number) {
    lanes.push_back(std::make_unique<Lane>(crossing, crew_, number));
    tasks.push_back(lanes.back()->run());
  }
  co_await all_of(std::move(tasks));
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

}  // namespace postferry::engine

#include "engine/crew.hpp"

#include <algorithm>
#include <deque>
#include <iterator>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/gather.hpp"

namespace postferry::engine {
namespace {

constexpr int most_tries = 5;
// Logging in once more costs both servers as much as some hundred messages.
constexpr std::uint64_t messages_worth_a_lane = 500;
constexpr std::size_t folders_worth_a_lane = 50;
constexpr std::size_t most_lanes_unasked = 4;

bool refuses_login(const Error& error) {
  return error.code == ErrorCode::wrong_password || error.code == ErrorCode::login_refused;
}

Task<> work_through(const RunScope& scope, Doors& doors, std::deque<FolderGroup>& waiting,
                    const FolderStep& step) {
  try {
    while (!waiting.empty()) {
      const auto group = std::move(waiting.front());
      waiting.pop_front();
      for (auto* work : group) {
        scope.check_stop();
        co_await persistently(scope, doors, [&] { return step(doors, *work); });
      }
    }
  } catch (...) {
    waiting.clear();
    throw;
  }
}

Task<> join(const RunScope& scope, Crew& crew, std::size_t lane, Side side,
            std::deque<FolderGroup>& waiting, const FolderStep& step) {
  if (lane > 0 && !co_await crew.joins(lane, side)) co_return;
  co_await work_through(scope, crew.lane(lane), waiting, step);
}

}  // namespace

std::size_t most_lanes(const Options& options, const mail::Traits& target) {
  return options.connections.value_or(std::min(most_lanes_unasked, target.parallel_connections));
}

Crew::Crew(const RunScope& scope) : scope_(scope) { lane(0); }

Doors& Crew::lane(std::size_t number) {
  while (lanes_.size() <= number) lanes_.push_back(std::make_unique<Doors>(scope_.context));
  return *lanes_[number];
}

std::size_t Crew::lanes_for(std::size_t folders, std::uint64_t messages) const {
  const auto& wished = scope_.options().connections;
  const auto paying = std::min<std::size_t>(
      most_lanes_unasked, 1 + messages / messages_worth_a_lane + folders / folders_worth_a_lane);
  return std::clamp<std::size_t>(wished.value_or(std::max(paying, lanes_.size())), 1,
                                 std::max<std::size_t>(folders, 1));
}

Task<bool> Crew::joins(std::size_t number, Side side) {
  if (number >= lanes_let_in_) co_return false;
  auto& doors = lane(number);
  std::optional<Error> refused;
  try {
    if (side == Side::none) co_await doors.open();
    if (side == Side::source) co_await doors.source();
    if (side == Side::target) co_await doors.target();
  } catch (const Failure& failure) {
    refused = failure.error();
  }
  if (!refused) co_return true;
  doors.drop(Side::none);
  const bool login = refuses_login(*refused) && first().were_open(refused->side);
  // Neither a refused login nor a long silence is asked for again by every step.
  if (login || refused->code == ErrorCode::timed_out || refused->code == ErrorCode::cannot_connect)
    lanes_let_in_ = std::min(lanes_let_in_, number);
  if (!login && !may_come_back(*refused)) throw Failure(*refused);
  if (!std::exchange(told_of_shortage_, true))
    scope_.notice(NoticeKind::throttled, {},
                  "Going on with fewer connections: " + describe(*refused));
  co_return false;
}

void Crew::drop() {
  for (const auto& doors : lanes_) doors->drop(Side::none);
}

Task<> Crew::close() {
  std::vector<Task<>> goodbyes;
  for (const auto& doors : lanes_) goodbyes.push_back(doors->close());
  co_await all_of(std::move(goodbyes));
}

std::vector<FolderGroup> grouped_by_target(std::vector<FolderWork>& folders) {
  std::vector<FolderGroup> groups;
  std::unordered_map<mail::FolderPath, std::size_t> places;
  for (auto& work : folders) {
    const auto [place, is_new] = places.try_emplace(work.mapped.target_path, groups.size());
    if (is_new) groups.emplace_back();
    groups[place->second].push_back(&work);
  }
  return groups;
}

std::vector<FolderGroup> take_idle(std::vector<FolderGroup>& groups,
                                   const std::function<bool(const FolderWork&)>& is_idle) {
  std::vector<FolderGroup> taken;
  std::vector<FolderGroup> busy;
  for (auto& group : groups) {
    const bool idle = std::ranges::all_of(group, [&](const auto* work) { return is_idle(*work); });
    (idle ? taken : busy).push_back(std::move(group));
  }
  groups = std::move(busy);
  return taken;
}

Task<> each_folder(const RunScope& scope, Crew& crew, Side side, std::size_t lanes,
                   std::vector<FolderGroup> groups, const FolderStep& step) {
  std::deque<FolderGroup> waiting(std::make_move_iterator(groups.begin()),
                                  std::make_move_iterator(groups.end()));
  std::vector<Task<>> tasks;
  for (std::size_t lane = 0; lane < lanes; ++lane)
    tasks.push_back(join(scope, crew, lane, side, waiting, step));
  co_await all_of(std::move(tasks));
}

Task<> persistently(const RunScope& scope, Doors& doors, std::function<Task<>()> step) {
  for (int attempt = 1;; ++attempt) {
    std::optional<Error> broken;
    try {
      co_await step();
    } catch (const Failure& failure) {
      const auto& error = failure.error();
      // A server that was never reached is more likely a wrong name or port than one in trouble.
      const bool promising =
          doors.were_open(error.side) ? may_come_back(error) : is_worth_another_try(error);
      if (!promising || attempt == most_tries) throw;
      broken = error;
    }
    if (!broken) co_return;
    doors.drop(Side::none);
    scope.notice(NoticeKind::reconnected, {}, describe(*broken));
    co_await pause_for(wait_before(attempt, *broken), scope.stop);
  }
}

}  // namespace postferry::engine

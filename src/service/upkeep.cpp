#include "service/upkeep.hpp"

#include <exception>

#include "service/retention.hpp"
#include "service/wiping.hpp"

namespace postferry::service {
namespace {

using namespace std::chrono_literals;

constexpr auto erased_every = 1s;
constexpr auto wiped_every = 1min;
constexpr auto outdated_every = 1h;
constexpr auto rest_after_trouble = 1min;

// When each is due again, by the steady clock: at once at the start.
struct Due {
  Deadline wiping{};
  Deadline retention{};
};

bool take_if_due(Deadline& due, std::chrono::milliseconds again) {
  const auto now = std::chrono::steady_clock::now();
  if (due > now) return false;
  due = now + again;
  return true;
}

Task<> one_round(Upkeep& upkeep, Due& due, const engine::StopRequest& stop) {
  if (take_if_due(due.wiping, wiped_every)) co_await wipe_due_passwords(upkeep.room);
  if (take_if_due(due.retention, outdated_every))
    co_await remove_outdated(upkeep.room, upkeep.keep_finished(), stop);
  co_await erase_leftovers(upkeep.room, upkeep.stop_run, stop);
}

// False when a stop was asked for.
Task<bool> rest(std::chrono::milliseconds span, const engine::StopRequest& stop) {
  try {
    co_await engine::pause_for(span, stop);
  } catch (const Failure&) {
    co_return false;
  }
  co_return true;
}

}  // namespace

Task<> keep_up(Upkeep upkeep, const engine::StopRequest& stop) {
  Due due;
  for (;;) {
    std::string trouble;
    try {
      co_await one_round(upkeep, due, stop);
    } catch (const std::exception& error) {
      trouble = error.what();
    }
    if (!trouble.empty()) upkeep.trouble("error: deleting what is over: " + trouble);
    const bool goes_on = co_await rest(trouble.empty() ? erased_every : rest_after_trouble, stop);
    if (!goes_on) co_return;
  }
}

}  // namespace postferry::service

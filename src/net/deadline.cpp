#include "net/deadline.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include <boost/asio/steady_timer.hpp>

namespace postferry::net {

struct DeadlineTimer::State : std::enable_shared_from_this<State> {
  State(const boost::asio::any_io_executor& executor, std::function<void(Direction)> ending)
      : timer(executor), on_expiry(std::move(ending)) {}

  Deadline earliest() const { return std::min(due[0], due[1]); }

  void arm(Deadline when) {
    armed_for = when;
    timer.expires_at(when);
    timer.async_wait([weak = weak_from_this(), when](const boost::system::error_code&) {
      // An aborted wait belongs to a timer that was armed anew or has died.
      const auto state = weak.lock();
      if (state && state->armed_for == when) state->fire();
    });
  }

  void fire() {
    armed_for = Deadline::max();
    const auto now = std::chrono::steady_clock::now();
    for (const auto direction : {Direction::reading, Direction::writing}) {
      auto& deadline = due[static_cast<std::size_t>(direction)];
      if (deadline > now) continue;
      deadline = Deadline::max();
      expired[static_cast<std::size_t>(direction)] = true;
      on_expiry(direction);
    }
    if (earliest() != Deadline::max()) arm(earliest());
  }

  boost::asio::steady_timer timer;
  std::function<void(Direction)> on_expiry;
  std::array<Deadline, 2> due{Deadline::max(), Deadline::max()};
  Deadline armed_for = Deadline::max();
  std::array<bool, 2> expired{};
};

DeadlineTimer::DeadlineTimer(const boost::asio::any_io_executor& executor,
                             std::function<void(Direction)> on_expiry)
    : state_(std::make_shared<State>(executor, std::move(on_expiry))) {}

DeadlineTimer::~DeadlineTimer() {
  state_->armed_for = Deadline::max();
  state_->timer.cancel();
}

void DeadlineTimer::watch(Direction direction, Deadline deadline) {
  state_->due[static_cast<std::size_t>(direction)] = deadline;
  if (deadline < state_->armed_for) state_->arm(deadline);
}

void DeadlineTimer::rest(Direction direction) noexcept {
  state_->due[static_cast<std::size_t>(direction)] = Deadline::max();
}

bool DeadlineTimer::expired() const noexcept { return state_->expired[0] || state_->expired[1]; }

bool DeadlineTimer::expired(Direction direction) const noexcept {
  return state_->expired[static_cast<std::size_t>(direction)];
}

}  // namespace postferry::net

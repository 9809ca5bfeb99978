// DeadlineTimer: the one timer of a connection, by which each of its waits has an end.
//
// Used by the streams of this room. A direction that has expired stays so; the other one goes on
// being watched. Starting a wait stores a time and touches the timer only when
// the new deadline is earlier than the one armed, so thousands of waits a second cost nothing; when
// the timer fires before the present deadline it is armed again. One io_context thread; cancelled
// when it dies.
#pragma once

#include <functional>
#include <memory>

#include <boost/asio/any_io_executor.hpp>

#include "base/clock.hpp"

namespace postferry::net {

enum class Direction : unsigned char { reading, writing };

class DeadlineTimer {
 public:
  // `on_expiry` runs when a watched deadline has passed; it must end the waiting operation.
  DeadlineTimer(const boost::asio::any_io_executor& executor,
                std::function<void(Direction)> on_expiry);
  ~DeadlineTimer();
  DeadlineTimer(const DeadlineTimer&) = delete;
  DeadlineTimer& operator=(const DeadlineTimer&) = delete;

  void watch(Direction direction, Deadline deadline);
  void rest(Direction direction) noexcept;
  bool expired() const noexcept;  // in either direction
  bool expired(Direction direction) const noexcept;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

// Watches one direction for as long as it lives: around each co_await of an operation.
class Watched {
 public:
  Watched(DeadlineTimer& timer, Direction direction, Deadline deadline)
      : timer_(timer), direction_(direction) {
    timer_.watch(direction, deadline);
  }
  ~Watched() { timer_.rest(direction_); }
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;

 private:
  DeadlineTimer& timer_;
  Direction direction_;
};

}  // namespace postferry::net

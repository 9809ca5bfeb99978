// Signal: something that happens once; whoever waits for it goes on then, or at once when it has
// happened already.
//
// Used where one task waits for a point in another on the same thread. Lives longer than its
// waiters.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/task.hpp"

namespace postferry {

class Signal {
 public:
  explicit Signal(const boost::asio::any_io_executor& executor)
      : timer_(executor, boost::asio::steady_timer::time_point::max()) {}

  void set();
  bool is_set() const noexcept { return set_; }
  Task<> wait();

 private:
  boost::asio::steady_timer timer_;
  bool set_ = false;
};

}  // namespace postferry

// Heartbeat: calls a function at regular times while a run's task waits for servers.
//
// Made by run_to_end() for sinks that tell when nothing was told for long. Lives no longer than the
// io_context; one thread.
#pragma once

#include <chrono>
#include <functional>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace postferry::app {

class Heartbeat {
 public:
  // An empty function is never called.
  Heartbeat(boost::asio::io_context& context, std::chrono::milliseconds interval,
            std::function<void()> beat);

 private:
  void wait();

  boost::asio::steady_timer timer_;
  std::chrono::milliseconds interval_;
  std::function<void()> beat_;
};

}  // namespace postferry::app

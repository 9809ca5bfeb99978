// run_to_end(): one task on an io_context of its own, with Ctrl-C listened to.
//
// The first SIGINT or SIGTERM asks the task to stop and tells the sink; the second ends the process
// at once with exit 130: what is open then is settled by the next run.
#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <optional>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include "app/heartbeat.hpp"
#include "base/task.hpp"
#include "engine/events.hpp"
#include "engine/run.hpp"

namespace postferry::app {

class Interruptions {
 public:
  // `at_once` says on the screen what a second signal did; the process ends behind it.
  Interruptions(boost::asio::io_context& context, engine::StopRequest& stop,
                engine::EventSink& events, std::function<void()> at_once);

 private:
  void listen();

  boost::asio::signal_set signals_;
  engine::StopRequest& stop_;
  engine::EventSink& events_;
  std::function<void()> at_once_;
};

constexpr auto beat_interval = std::chrono::milliseconds(500);

// The task's result, or its exception. `beat` is called again and again meanwhile.
template <class T>
T run_to_end(std::function<Task<T>(const engine::StopRequest&)> work, engine::EventSink& events,
             std::function<void()> at_once, std::function<void()> beat = {}) {
  boost::asio::io_context context(1);
  engine::StopRequest stop;
  const Interruptions interruptions(context, stop, events, std::move(at_once));
  const Heartbeat heartbeat(context, beat_interval, std::move(beat));
  std::optional<T> result;
  std::exception_ptr broken;
  boost::asio::co_spawn(context, work(stop), [&](std::exception_ptr thrown, T value) {
    if (thrown)
      broken = thrown;
    else
      result = std::move(value);
    context.stop();
  });
  context.run();
  if (broken) std::rethrow_exception(broken);
  return std::move(*result);
}

}  // namespace postferry::app

// StopRequest: asks a run to stop, once; open batches are finished. With it, what a stop cuts
// short: the opening of a door and a pause.
//
// Made by the caller of a run, which calls stop(); the run asks stopped() between its steps. Lives
// longer than the run; all on the run's one thread.
#pragma once

#include <chrono>
#include <functional>
#include <list>
#include <memory>

#include "base/task.hpp"

namespace postferry::engine {

class StopRequest {
 public:
  using Listener = std::function<void()>;

  StopRequest() = default;
  StopRequest(const StopRequest&) = delete;
  StopRequest& operator=(const StopRequest&) = delete;

  void stop();
  bool stopped() const noexcept { return stopped_; }
  // Failure{interrupted} once a stop was asked for.
  void check() const;

  // Is called by stop() as long as it lives; never, when that was before.
  class Watch {
   public:
    Watch(const StopRequest& request, Listener listener);
    ~Watch();
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

   private:
    const StopRequest& request_;
    std::list<Listener>::iterator place_;
  };

 private:
  bool stopped_ = false;
  mutable std::list<Listener> listeners_;  // whoever watches changes nothing of the request
};

// Waits without blocking the thread. Failure{interrupted} as soon as a stop is asked for.
Task<> pause_for(std::chrono::milliseconds span, const StopRequest& stop);

// The same opener, whose connecting and logging in end at once with Failure{interrupted} when a
// stop is asked for. For mail::Source and mail::Target.
template <class Door>
using Opening = std::function<Task<std::unique_ptr<Door>>()>;
template <class Door>
Opening<Door> stoppable(Opening<Door> open, const StopRequest& stop);

}  // namespace postferry::engine

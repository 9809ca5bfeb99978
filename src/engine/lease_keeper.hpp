// LeaseKeeper: renews a lease in the background while a run lives.
//
// Made by the Run after acquire(); stop() before release. One thread; a renewal that fails is seen
// by the next durable write of the journal, which fails with lease_lost.
#pragma once

#include <memory>

#include "base/task.hpp"
#include "storage/journal.hpp"

namespace postferry::engine {

class LeaseKeeper {
 public:
  // Starts renewing on the caller's executor.
  static Task<LeaseKeeper> start(storage::Journal& journal, storage::Lease lease);

  // Ends the renewing and waits until it has ended.
  Task<> stop();

 private:
  struct State;
  explicit LeaseKeeper(std::shared_ptr<State> state) : state_(std::move(state)) {}
  static Task<> keep(std::shared_ptr<State> state);
  static Task<bool> renewed(State& state);

  std::shared_ptr<State> state_;
};

}  // namespace postferry::engine

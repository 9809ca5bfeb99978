// FolderMeter: how many of a step's folders are done; tells at most four times a second, so that
// thousands of quick ones do not drown the listener and a slow one is seen.
//
// Owned by a step of a run; one thread.
#pragma once

#include <cstdint>

#include "base/clock.hpp"
#include "engine/run_scope.hpp"

namespace postferry::engine {

class FolderMeter {
 public:
  FolderMeter(const RunScope& scope, std::size_t total) : scope_(scope), total_(total) {}

  // Before work on this folder begins.
  void begin(const mail::FolderPath& folder);

 private:
  const RunScope& scope_;
  std::uint64_t total_;
  std::uint64_t begun_ = 0;
  Deadline told_ = std::chrono::steady_clock::now();
};

}  // namespace postferry::engine

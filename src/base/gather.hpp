// Running several tasks at the same time on one thread, and waiting for all of them.
//
// Used by the engine for its lanes. The tasks start when this is awaited; all end before it
// returns, then the first exception is thrown on.
#pragma once

#include <chrono>
#include <vector>

#include "base/task.hpp"

namespace postferry {

Task<> all_of(std::vector<Task<>> tasks);

// Waits without blocking the thread.
Task<> pause_for(std::chrono::milliseconds span);

}  // namespace postferry

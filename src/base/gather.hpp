// Running several tasks at the same time on one thread, and waiting for all of them.
//
// Used by the engine for its lanes. The tasks start when this is awaited; all end before it
// returns, then the first exception is thrown on.
#pragma once

#include <vector>

#include "base/task.hpp"

namespace postferry {

Task<> all_of(std::vector<Task<>> tasks);

}  // namespace postferry

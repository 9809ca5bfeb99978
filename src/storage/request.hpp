// A request to a database thread, and how the coroutine that awaits it goes on where it ran.
//
// Used by database.cpp and readers.cpp.
#pragma once

#include <exception>
#include <functional>

#include "base/task.hpp"

namespace postferry::storage {

class Connection;

// Does all through the connection and leaves its own values alone, as it may be run again when its
// transaction could not be committed.
using Work = std::move_only_function<void(Connection&)>;
using Done = std::move_only_function<void(std::exception_ptr)>;

// Calls `start` with what ends the wait; that may be called once, on any thread.
Task<> until_done(std::move_only_function<void(Done)> start);

}  // namespace postferry::storage

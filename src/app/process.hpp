// What this process does before it holds a secret: no core dumps, no death by a closed pipe or a
// full quota, and the passwords taken out of its environment.
//
// Called once by main, before any thread starts.
#pragma once

#include "base/secret.hpp"

namespace postferry::app {

// No core file, and no other process of this user may read our memory.
void forbid_core_dumps();

// A reader that goes away, or a limit on the size of files, must not end a run; writing fails
// instead.
void fail_writes_with_errors();

struct EnvironmentPasswords {
  Secret source;   // POSTFERRY_SOURCE_PASSWORD; empty where it is not set
  Secret target;   // POSTFERRY_TARGET_PASSWORD
  Secret token{};  // POSTFERRY_TOKEN, for a service
};

// Also wipes their memory, so that /proc/PID/environ and children do not show them.
EnvironmentPasswords take_environment_passwords();

}  // namespace postferry::app

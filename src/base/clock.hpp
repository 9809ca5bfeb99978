// Time as the project uses it: deadlines by the steady clock, instants by the system clock.
//
// No identity and no ordering ever rests on the system clock; it is only shown to people and sent
// as a received date. Values, any thread.
#pragma once

#include <chrono>
#include <string>

namespace postferry {

using Deadline = std::chrono::steady_clock::time_point;
using Instant = std::chrono::sys_seconds;

inline Deadline deadline_in(std::chrono::milliseconds span) {
  return std::chrono::steady_clock::now() + span;
}
inline Instant now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

// RFC 3339 in UTC: "2026-11-22T06:17:00Z".
std::string to_rfc3339(Instant instant);

}  // namespace postferry

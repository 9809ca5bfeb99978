// Clock: what tells the service the time of day, so that tests can set it.
//
// Handed to whatever compares stored instants with the present. Any thread.
#pragma once

#include <functional>

#include "base/clock.hpp"

namespace postferry::service {

using Clock = std::function<Instant()>;

inline Clock system_clock() {
  return [] { return now(); };
}

}  // namespace postferry::service

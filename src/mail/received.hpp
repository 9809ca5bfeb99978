// Received: when a message arrived (IMAP's INTERNALDATE): an instant, and the zone it was written
// in, because servers show the zone they were given. Equality is by instant alone.
#pragma once

#include <chrono>

#include "base/clock.hpp"

namespace postferry::mail {

struct Received {
  Instant instant{};
  std::chrono::minutes zone{};  // east of UTC

  bool operator==(const Received& other) const noexcept { return instant == other.instant; }
};

}  // namespace postferry::mail

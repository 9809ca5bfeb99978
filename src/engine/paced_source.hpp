// Pacing: a Source whose contents pass at a given rate, whatever the servers could do.
//
// Stacked on a source by the registry for --limit-rate; one RateLimit is shared by all connections
// of an account. Only message bytes are counted. A wait is back-pressure: what is not asked for
// stays on the wire. One thread; RateLimit knows only the steady clock.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>

#include "base/clock.hpp"
#include "mail/source.hpp"

namespace postferry::engine {

// A token bucket that holds one second of its rate.
class RateLimit {
 public:
  // Needs a rate above zero.
  explicit RateLimit(std::uint64_t bytes_per_second) : rate_(bytes_per_second) {}

  // Takes `bytes` now and gives the instant from which they may pass; at once is `now`.
  Deadline take(std::uint64_t bytes, Deadline now);

 private:
  std::uint64_t rate_;
  Deadline paid_until_{};  // what was taken so far is paid for at this instant
};

std::unique_ptr<mail::Source> paced(std::unique_ptr<mail::Source> source,
                                    std::shared_ptr<RateLimit> limit);

}  // namespace postferry::engine

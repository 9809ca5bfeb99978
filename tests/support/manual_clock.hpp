// ManualClock: a time of day that passes only when a test says so.
//
// Handed to the service as its Clock; lives longer than what holds it. Any thread.
#pragma once

#include <atomic>
#include <chrono>

#include "service/clock.hpp"

namespace postferry::test {

class ManualClock {
 public:
  explicit ManualClock(Instant start = Instant(std::chrono::seconds(1'795'000'000)))
      : seconds_(start.time_since_epoch().count()) {}

  Instant now() const { return Instant(std::chrono::seconds(seconds_.load())); }
  void pass(std::chrono::seconds time) { seconds_ += time.count(); }
  service::Clock clock() const {
    return [this] { return now(); };
  }

 private:
  std::atomic<std::int64_t> seconds_;
};

}  // namespace postferry::test

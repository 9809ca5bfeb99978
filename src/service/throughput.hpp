// Throughput: how fast each customer's mail has moved of late, for a plot that people look at.
//
// Fed from the LiveBoard at regular times by the command that serves, read by the API; only the
// last hour is kept, in memory. One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "service/news.hpp"

namespace postferry::service {

struct ThroughputPoint {
  Instant at{};  // the end of its span
  double messages_per_second = 0;
  double bytes_per_second = 0;
};

class Throughput {
 public:
  static constexpr std::chrono::seconds step{30};
  static constexpr std::size_t most_points = 120;

  // Once a step.
  void note(const LiveBoard& board, Instant now);
  // All messages and bytes that were seen to be done since the start.
  std::uint64_t messages() const { return all_.messages; }
  std::uint64_t bytes() const { return all_.bytes; }
  // Oldest first; of all customers together for "".
  std::vector<ThroughputPoint> of(const std::string& customer) const;

 private:
  struct Done {
    std::uint64_t messages = 0;
    std::uint64_t bytes = 0;
  };
  struct Span {
    Instant at{};
    std::map<std::string, Done> by_customer;
  };

  std::map<std::string, Done> last_;  // by migration
  std::deque<Span> spans_;
  Done all_;
};

}  // namespace postferry::service

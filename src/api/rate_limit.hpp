// RateLimit: so many requests at once and so many a minute, for each key (an address, a token).
//
// Used by the Router and by the login. A token bucket a key; keys whose bucket is full again are
// forgotten, and when very many are under way at once the one that was used longest ago gives way.
// One thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/clock.hpp"

namespace postferry::api {

struct Rate {
  double burst = 60;       // at once
  double per_minute = 60;  // refilled
};

class RateLimit {
 public:
  explicit RateLimit(Rate rate, std::size_t most_keys = 20'000)
      : rate_(rate), most_keys_(most_keys) {}

  // Takes one; or gives how long to wait until there is one again, at least a second.
  std::optional<std::chrono::seconds> take(const std::string& key, Deadline now);

  std::size_t keys() const noexcept { return by_key_.size(); }

 private:
  struct Bucket {
    std::string key;
    double left;
    Deadline seen;
  };

  double refilled(const Bucket& bucket, Deadline now) const;

  Rate rate_;
  std::size_t most_keys_;
  std::list<Bucket> buckets_;  // the one used last comes first
  std::unordered_map<std::string, std::list<Bucket>::iterator> by_key_;
};

}  // namespace postferry::api

#include "api/rate_limit.hpp"

#include <algorithm>
#include <cmath>

namespace postferry::api {

double RateLimit::refilled(const Bucket& bucket, Deadline now) const {
  const std::chrono::duration<double, std::ratio<60>> minutes = now - bucket.seen;
  return std::min(rate_.burst, bucket.left + minutes.count() * rate_.per_minute);
}

std::optional<std::chrono::seconds> RateLimit::take(const std::string& key, Deadline now) {
  const auto known = by_key_.find(key);
  if (known == by_key_.end()) {
    buckets_.push_front({.key = key, .left = rate_.burst, .seen = now});
    by_key_.emplace(key, buckets_.begin());
  } else {
    buckets_.splice(buckets_.begin(), buckets_, known->second);
  }
  Bucket& bucket = buckets_.front();
  bucket.left = refilled(bucket, now);
  bucket.seen = now;
  while (buckets_.size() > 1 &&
         (buckets_.size() > most_keys_ || refilled(buckets_.back(), now) >= rate_.burst)) {
    by_key_.erase(buckets_.back().key);
    buckets_.pop_back();
  }
  if (bucket.left >= 1) {
    bucket.left -= 1;
    return std::nullopt;
  }
  const double seconds = (1 - bucket.left) * 60 / rate_.per_minute;
  return std::chrono::seconds(std::max<std::int64_t>(1, std::llround(std::ceil(seconds))));
}

}  // namespace postferry::api

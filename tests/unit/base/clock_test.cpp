#include "base/clock.hpp"

#include <gtest/gtest.h>

namespace postferry {
namespace {

using namespace std::chrono_literals;

Instant seconds(std::int64_t since_1970) { return Instant(std::chrono::seconds(since_1970)); }

TEST(Clock, writes_rfc_3339_in_utc) {
  EXPECT_EQ(to_rfc3339(seconds(0)), "1970-01-01T00:00:00Z");
  EXPECT_EQ(to_rfc3339(seconds(1'337'242'272)), "2012-05-17T08:11:12Z");
  EXPECT_EQ(to_rfc3339(seconds(1'709'251'199)), "2024-02-29T23:59:59Z");
  EXPECT_EQ(to_rfc3339(seconds(4'102'444'800)), "2100-01-01T00:00:00Z");
}

TEST(Clock, writes_what_was_before_1970) {
  EXPECT_EQ(to_rfc3339(seconds(-1)), "1969-12-31T23:59:59Z");
  EXPECT_EQ(to_rfc3339(seconds(-86'400)), "1969-12-31T00:00:00Z");
}

TEST(Clock, a_deadline_lies_ahead) {
  const auto before = std::chrono::steady_clock::now();
  const auto deadline = deadline_in(5s);
  EXPECT_GE(deadline, before + 5s);
  EXPECT_LE(deadline, std::chrono::steady_clock::now() + 5s);
}

TEST(Clock, now_is_now) {
  const auto difference = std::chrono::system_clock::now() - now();
  EXPECT_GE(difference, 0s);
  EXPECT_LT(difference, 2s);
}

}  // namespace
}  // namespace postferry

#include "service/timing.hpp"

#include <gtest/gtest.h>

namespace postferry::service {
namespace {

using namespace std::chrono;

constexpr Instant noon{sys_days{year{2026} / November / 22} + 12h};

std::vector<std::string_view> found(const Timing& timing) {
  std::vector<std::string_view> names;
  for (const auto& each : timing_findings(timing, {}, noon))
    names.push_back(finding_name(each.finding.code));
  return names;
}
using Names = std::vector<std::string_view>;

TEST(Timing, at_once_and_once_is_fine) { EXPECT_EQ(found({}), Names{}); }

TEST(Timing, a_little_late_still_means_at_once) {
  EXPECT_EQ(found({.first_run_at = noon - 15min}), Names{});
  EXPECT_EQ(found({.first_run_at = noon - 16min}), Names{"time_past"});
}

TEST(Timing, the_second_run_follows_the_first) {
  EXPECT_EQ(found({.first_run_at = noon + 24h, .second_run = noon + 24h}),
            Names{"second_before_first"});
  EXPECT_EQ(found({.second_run = noon - 1h}), Names{"second_before_first"});
  EXPECT_EQ(found({.second_run = hours(0)}), Names{"second_before_first"});
}

TEST(Timing, too_close_and_too_far_warn) {
  EXPECT_EQ(found({.first_run_at = noon + 1h, .second_run = noon + 4h}), Names{"runs_too_close"});
  EXPECT_EQ(found({.second_run = hours(3)}), Names{"runs_too_close"});
  EXPECT_EQ(found({.second_run = hours(4)}), Names{});
  EXPECT_EQ(found({.second_run = noon + days(15)}), Names{"runs_too_far"});
  EXPECT_EQ(timing_findings({.second_run = hours(3)}, {}, noon)[0].finding.severity,
            Severity::warning);
}

}  // namespace
}  // namespace postferry::service

#include "service/written_time.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postferry::service {
namespace {

using testing::HasSubstr;

TimeZone zone(std::string_view name) {
  const auto found = TimeZone::named(name);
  EXPECT_TRUE(found) << name;
  return found.value_or(TimeZone::utc());
}

std::string read(std::string_view written, std::string_view name = "Europe/Berlin") {
  const auto time = written_time(written, zone(name));
  return time ? to_rfc3339(time->at) : std::string(finding_name(time.error().code));
}

TEST(WrittenTime, on_the_wall_clock_of_the_zone) {
  EXPECT_EQ(read("2026-11-25 22:00"), "2026-11-25T21:00:00Z");
  EXPECT_EQ(read("2026-07-25 22:00"), "2026-07-25T20:00:00Z");
  EXPECT_EQ(read("25.11.2026 22:00"), "2026-11-25T21:00:00Z");
  EXPECT_EQ(read("5.1.2026, 7:05 Uhr"), "2026-01-05T06:05:00Z");
  EXPECT_EQ(read(" 2026-11-25T22:00:30.5 "), "2026-11-25T21:00:30Z");
  EXPECT_EQ(read("2026-11-25"), "2026-11-24T23:00:00Z");
  EXPECT_EQ(read("2026-11-25 22:00", "America/New_York"), "2026-11-26T03:00:00Z");
  EXPECT_EQ(read("2026-11-25 22:00", "Asia/Kathmandu"), "2026-11-25T16:15:00Z");
  EXPECT_EQ(read("2026-11-25 22:00", "Etc/UTC"), "2026-11-25T22:00:00Z");
}

TEST(WrittenTime, an_offset_wins_over_the_zone) {
  EXPECT_EQ(read("2026-11-25T22:00:00Z"), "2026-11-25T22:00:00Z");
  EXPECT_EQ(read("2026-11-25T22:00:00+01:00"), "2026-11-25T21:00:00Z");
  EXPECT_EQ(read("2026-11-25 22:00 -0530"), "2026-11-26T03:30:00Z");
}

TEST(WrittenTime, an_hour_that_the_clocks_skip_is_refused) {
  const auto time = written_time("2026-03-29 02:30", zone("Europe/Berlin"));
  ASSERT_FALSE(time);
  EXPECT_EQ(time.error().code, FindingCode::no_such_time);
  EXPECT_THAT(time.error().text, HasSubstr("write 2026-03-29 03:00 or later"));
  EXPECT_EQ(read("2026-03-29 01:59"), "2026-03-29T00:59:00Z");
  EXPECT_EQ(read("2026-03-29 03:00"), "2026-03-29T01:00:00Z");
}

TEST(WrittenTime, an_hour_that_comes_twice_is_the_first_and_doubtful) {
  const auto time = written_time("2026-10-25 02:30", zone("Europe/Berlin"));
  ASSERT_TRUE(time);
  EXPECT_EQ(to_rfc3339(time->at), "2026-10-25T00:30:00Z");
  ASSERT_TRUE(time->doubt);
  EXPECT_EQ(time->doubt->code, FindingCode::time_twice);
  EXPECT_EQ(time->doubt->severity, Severity::warning);
  EXPECT_FALSE(written_time("2026-10-25 03:00", zone("Europe/Berlin"))->doubt);
}

TEST(WrittenTime, days_that_no_calendar_has) {
  const auto time = written_time("31.11.2026 22:00", zone("Europe/Berlin"));
  ASSERT_FALSE(time);
  EXPECT_EQ(time.error().code, FindingCode::no_such_day);
  EXPECT_EQ(time.error().text, "November 2026 has 30 days.");
  EXPECT_EQ(read("2026-02-29"), "no_such_day");
  EXPECT_EQ(read("2028-02-29"), "2028-02-28T23:00:00Z");
  EXPECT_EQ(read("2026-13-01"), "no_such_day");
  EXPECT_EQ(read("2026-00-10"), "no_such_day");
  EXPECT_EQ(read("1970-01-01"), "no_such_day");
}

TEST(WrittenTime, what_could_be_read_in_two_ways_is_refused) {
  for (const auto* written :
       {"", "soon", "11/25/2026 22:00", "25.11.26 22:00", "2026-11-25 10:00 PM", "2026-11-25 24:00",
        "2026-11-25 22", "2026-11-25 22:60", "22:00", "2026-11-25T", "2026-11-25T22:00+", "2026.11",
        "2026-11-25 22:00 Uhr morgens", "20261125T220000Z"})
    EXPECT_EQ(read(written), "bad_time") << written;
}

TEST(WrittenTime, hours_after_something) {
  using std::chrono::hours;
  EXPECT_EQ(written_hours("+8h"), hours(8));
  EXPECT_EQ(written_hours("+8"), hours(8));
  EXPECT_EQ(written_hours(" 12 Hours "), hours(12));
  for (const auto* none : {"", "8", "+", "h", "+8m", "2026-11-25", "+9999h", "8.5h"})
    EXPECT_FALSE(written_hours(none)) << none;
}

TEST(TimeZone, unknown_ones_and_paths_are_refused) {
  for (const auto* name : {"", "Europe/Atlantis", "../../etc/passwd", "/etc/localtime", "CEST5"}) {
    const auto found = TimeZone::named(name);
    ASSERT_FALSE(found) << name;
    EXPECT_EQ(found.error().code, FindingCode::unknown_time_zone);
  }
  EXPECT_EQ(zone("Europe/Berlin").name(), "Europe/Berlin");
}

TEST(TimeZone, the_wall_shows_what_was_meant) {
  const auto berlin = zone("Europe/Berlin");
  using namespace std::chrono;
  const local_seconds wall = local_days{year{2026} / July / 4} + 12h;
  EXPECT_EQ(berlin.wall(berlin.meaning(wall).at), wall);
}

}  // namespace
}  // namespace postferry::service

#include "text/quantities.hpp"

#include <gtest/gtest.h>
#include <limits>

namespace postferry::text {
namespace {

TEST(Quantities, groups_digits) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(18204), "18,204");
  EXPECT_EQ(grouped(123456), "123,456");
  EXPECT_EQ(grouped(std::numeric_limits<std::uint64_t>::max()), "18,446,744,073,709,551,615");
}

TEST(Quantities, counts_one_and_many) {
  EXPECT_EQ(counted(0, "message"), "0 messages");
  EXPECT_EQ(counted(1, "message"), "1 message");
  EXPECT_EQ(counted(1200, "message"), "1,200 messages");
  EXPECT_EQ(counted(2, "copy", "copies"), "2 copies");
}

TEST(Quantities, writes_sizes) {
  EXPECT_EQ(sized(0), "0 B");
  EXPECT_EQ(sized(1023), "1023 B");
  EXPECT_EQ(sized(1024), "1.0 KB");
  EXPECT_EQ(sized(3500), "3.4 KB");
  EXPECT_EQ(sized(1024 * 1024 - 1), "1.0 MB");
  EXPECT_EQ(sized(std::uint64_t{120} * 1024 * 1024), "120 MB");
  EXPECT_EQ(sized(std::numeric_limits<std::uint64_t>::max()), "16.0 EB");
}

TEST(Quantities, writes_spans) {
  EXPECT_EQ(lasting(std::chrono::seconds(41)), "0:41");
  EXPECT_EQ(lasting(std::chrono::seconds(725)), "12:05");
  EXPECT_EQ(lasting(std::chrono::seconds(3 * 3600 + 7 * 60)), "3:07:00");
  EXPECT_EQ(lasting(std::chrono::seconds(-5)), "0:00");
}

TEST(Quantities, reads_sizes) {
  EXPECT_EQ(parse_size("1234"), 1234u);
  EXPECT_EQ(parse_size("25M"), 25u * 1024 * 1024);
  EXPECT_EQ(parse_size("900k"), 900u * 1024);
  EXPECT_EQ(parse_size("2 G"), 2ull << 30);
  EXPECT_EQ(parse_size("5MB"), 5u << 20);
  EXPECT_EQ(parse_size("5MiB"), 5u << 20);
  EXPECT_EQ(parse_size("7B"), 7u);
  for (const auto* wrong : {"", "M", "-1", "1.5M", "12X", "12MM", "99999999999G",
                            "18446744073709551616", "1 M M", " 1"})
    EXPECT_FALSE(parse_size(wrong)) << wrong;
}

TEST(Quantities, reads_dates_and_instants) {
  EXPECT_EQ(to_rfc3339(*parse_instant("2024-02-29")), "2024-02-29T00:00:00Z");
  EXPECT_EQ(to_rfc3339(*parse_instant("2024-02-29T18:00:00+01:00")), "2024-02-29T17:00:00Z");
  EXPECT_EQ(to_rfc3339(*parse_instant("2024-01-01t00:30:00.25-00:45")), "2024-01-01T01:15:00Z");
  EXPECT_EQ(to_rfc3339(*parse_instant("1969-12-31T23:59:60Z")), "1969-12-31T23:59:59Z");
  for (const auto* wrong :
       {"", "2023-02-29", "2024-13-01", "24-01-01", "2024-01-01T", "2024-01-01T10:00:00",
        "2024-01-01T24:00:00Z", "2024-01-01T10:60:00Z", "2024-01-01T10:00:00.Z",
        "2024-01-01T10:00:00Zx", "2024-01-01T10:00:00+0100", "01.02.2024", "yesterday"})
    EXPECT_FALSE(parse_instant(wrong)) << wrong;
}

}  // namespace
}  // namespace postferry::text

#include "text/message_date.hpp"

#include <gtest/gtest.h>
#include <string>

#include "base/clock.hpp"

namespace postferry::text {
namespace {

std::string instant_of(std::string_view text) {
  const auto date = parse_message_date(text);
  return date ? to_rfc3339(date->instant) : "none";
}

TEST(MessageDate, reads_what_mail_programs_write) {
  EXPECT_EQ(instant_of("Tue, 1 Jul 2003 10:52:37 +0200"), "2003-07-01T08:52:37Z");
  EXPECT_EQ(instant_of("1 Jul 2003 10:52 -0930"), "2003-07-01T20:22:00Z");
  EXPECT_EQ(instant_of("Tue,01 jul 2003 10:52:37 GMT (a (nested) remark)"), "2003-07-01T10:52:37Z");
  EXPECT_EQ(instant_of(" Fri,\r\n\t31 Dec 99 23:59:59 EST"), "2000-01-01T04:59:59Z");
  EXPECT_EQ(instant_of("31 Dec 49 23:59:59 Z"), "2049-12-31T23:59:59Z");
  EXPECT_EQ(instant_of("29 February 2012 00:00:60 +0000"), "2012-02-29T00:01:00Z");
  EXPECT_EQ(instant_of("1 Jul 2003 10:52:37"), "2003-07-01T10:52:37Z");
}

TEST(MessageDate, keeps_the_zone) {
  EXPECT_EQ(parse_message_date("1 Jul 2003 10:52:37 -0330")->zone, std::chrono::minutes(-210));
  EXPECT_EQ(parse_message_date("1 Jul 2003 10:52:37 PDT")->zone, std::chrono::minutes(-420));
  EXPECT_EQ(parse_message_date("1 Jul 2003 10:52:37 +9999")->zone, std::chrono::minutes(0));
}

TEST(MessageDate, refuses_what_is_no_date) {
  for (const auto* text : {"", " ", "junk", "Tue", "Tue, 1 Jul", "30 Feb 2012 10:00:00 +0000",
                           "1 Jul 2003 25:00:00 +0000", "1 Jul 2003 10", "1 Jux 2003 10:00:00",
                           "00 Jan 0000 00:00:00 +0000", "(((", "1 Jul 2003 10:00:00:00 +0000"})
    EXPECT_EQ(instant_of(text), "none") << text;
}

TEST(MessageDate, takes_any_bytes_cut_anywhere) {
  const std::string whole = "Tue, 1 Jul 2003 10:52:37 +0200 (CEST)";
  for (std::size_t length = 0; length <= whole.size(); ++length)
    parse_message_date(std::string_view(whole).substr(0, length));
  for (int byte = 0; byte < 256; ++byte)
    for (std::size_t at = 0; at < whole.size(); ++at) {
      auto other = whole;
      other[at] = static_cast<char>(byte);
      parse_message_date(other);
    }
}

}  // namespace
}  // namespace postferry::text

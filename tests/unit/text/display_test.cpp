#include "text/display.hpp"

#include <gtest/gtest.h>

#include "text/utf8.hpp"

namespace postferry::text {
namespace {

TEST(Display, replaces_bytes_that_are_not_utf8) {
  EXPECT_EQ(valid_utf8("a\xff"
                       "b"),
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(valid_utf8("\xC3"), "\xEF\xBF\xBD");
  EXPECT_EQ(valid_utf8("Größe"), "Größe");
  EXPECT_TRUE(is_utf8(valid_utf8("\xED\xA0\x80\xF8\x80")));
}

TEST(Display, lets_no_escape_sequence_through) {
  EXPECT_EQ(printable("a\x1b[2Jb"), "a?[2Jb");
  EXPECT_EQ(printable("one\r\ntwo\tthree"), "one  two three");
  EXPECT_EQ(printable("\x7f\xC2\x9b"), "??");
  EXPECT_EQ(printable("a\xE2\x80\xAE"
                      "b"),
            "a?b");
  EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a?b");
}

TEST(Display, counts_columns) {
  EXPECT_EQ(display_width("abc"), 3u);
  EXPECT_EQ(display_width("受信箱"), 6u);
  EXPECT_EQ(display_width("e\xCC\x81"), 1u);
  EXPECT_EQ(display_width(""), 0u);
}

TEST(Display, shortens_in_the_middle) {
  EXPECT_EQ(shortened("Archive", 7), "Archive");
  EXPECT_EQ(shortened("Archive/2019/Invoices", 11), "Arch...ices");
  EXPECT_EQ(shortened("abcdef", 3), "abc");
  EXPECT_EQ(shortened("abcdef", 0), "");
  for (std::size_t columns = 0; columns < 20; ++columns)
    EXPECT_LE(display_width(shortened("受信箱/プロジェクト/e\xCC\x81t\xCC\x81", columns)), columns);
}

TEST(Display, pads_by_columns_not_bytes) {
  EXPECT_EQ(padded_right("受", 4), "受  ");
  EXPECT_EQ(padded_left("é", 3), "  é");
  EXPECT_EQ(padded_left("long", 2), "long");
}

}  // namespace
}  // namespace postferry::text

#include "text/ascii.hpp"

#include <gtest/gtest.h>

namespace postferry::text {
namespace {

TEST(Ascii, compares_letters_without_case) {
  EXPECT_TRUE(equal_ignoring_case("Message-ID", "mESSAGE-id"));
  EXPECT_FALSE(equal_ignoring_case("Message-ID", "Message-I"));
  EXPECT_FALSE(equal_ignoring_case("[", "{")) << "they differ by the bit that letters differ by";
  EXPECT_FALSE(equal_ignoring_case("@", "`"));
  EXPECT_TRUE(equal_ignoring_case("", ""));
}

TEST(Ascii, leaves_other_bytes_alone) {
  EXPECT_FALSE(equal_ignoring_case("\xc3\x84", "\xc3\xa4")) << "not letters of ASCII";
  EXPECT_EQ(to_lower("STRASSE \xc3\x84\xff"), "strasse \xc3\x84\xff");
}

TEST(Ascii, orders_without_case) {
  EXPECT_TRUE(less_ignoring_case("alpha", "Beta"));
  EXPECT_TRUE(less_ignoring_case("Alpha", "beta"));
  EXPECT_FALSE(less_ignoring_case("ALPHA", "alpha"));
  EXPECT_FALSE(less_ignoring_case("alpha", "ALPHA"));
  EXPECT_TRUE(less_ignoring_case("a", "ab"));
}

TEST(Ascii, trims_blanks_and_line_ends) {
  EXPECT_EQ(trimmed(" \t\r\n a b \r\n"), "a b");
  EXPECT_EQ(trimmed("a"), "a");
  EXPECT_EQ(trimmed(" \r\n\t"), "");
  EXPECT_EQ(trimmed(""), "");
}

}  // namespace
}  // namespace postferry::text

#include "text/utf8.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>

namespace postferry::text {
namespace {

using namespace std::string_view_literals;

TEST(Utf8, accepts_what_is_valid) {
  for (const auto text : {""sv, "plain"sv, "\0"sv, "\xc2\x80"sv, "\xdf\xbf"sv, "\xe0\xa0\x80"sv,
                          "\xed\x9f\xbf"sv, "\xee\x80\x80"sv, "\xef\xbf\xbf"sv,
                          "\xf0\x90\x80\x80"sv, "\xf4\x8f\xbf\xbf"sv, "Entw\xc3\xbcrfe"sv})
    EXPECT_TRUE(is_utf8(text)) << text;
}

TEST(Utf8, refuses_what_is_not) {
  const std::string_view bad[]{
      "\x80"sv,
      "\xbf"sv,
      "a\xffz"sv,
      "\xc0\x80"sv,
      "\xc1\xbf"sv,
      "\xe0\x9f\xbf"sv,
      "\xf0\x8f\xbf\xbf"sv,  // overlong
      "\xed\xa0\x80"sv,
      "\xed\xbf\xbf"sv,  // surrogates
      "\xf4\x90\x80\x80"sv,
      "\xf5\x80\x80\x80"sv,
      "\xf8\x88\x80\x80\x80"sv,  // too high
      "\xc3"sv,
      "\xe2\x82"sv,
      "\xf0\x9f\x93"sv,  // cut off
      "\xc3\x28"sv,
      "\xe2\x28\xa1"sv,
      "\xf0\x9f\x28\xab"sv,
  };
  for (const auto bytes : bad) {
    EXPECT_FALSE(is_utf8(bytes));
    EXPECT_FALSE(code_points(bytes));
    EXPECT_FALSE(is_utf8("ok " + std::string(bytes) + " ok"));
  }
}

TEST(Utf8, gives_code_points) {
  EXPECT_EQ(code_points("a\xc3\xbc\xe2\x82\xac\xf0\x9f\x93\xab"), U"a\u00fc\u20ac\U0001f4eb");
  EXPECT_EQ(code_points(""), U"");
}

TEST(Utf8, writes_every_code_point_so_that_it_is_read_again) {
  for (char32_t point = 0; point <= 0x10FFFF; point += point < 0x3000 ? 1 : 251) {
    if (point >= 0xD800 && point <= 0xDFFF) continue;
    std::string text;
    append_utf8(text, point);
    ASSERT_EQ(code_points(text), std::u32string(1, point));
  }
}

TEST(Utf8, is_valid_only_when_whole) {
  const std::string text = "\xf0\x9f\x93\xab\xe2\x82\xac\xc3\xbcz";
  for (std::size_t length = 0; length <= text.size(); ++length) {
    const bool at_boundary = length == text.size() || (text[length] & 0xC0) != 0x80;
    EXPECT_EQ(is_utf8(text.substr(0, length)), at_boundary) << length;
  }
}

}  // namespace
}  // namespace postferry::text

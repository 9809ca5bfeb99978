#include "text/encodings.hpp"

#include <gtest/gtest.h>

namespace postferry::text {
namespace {

using namespace std::string_literals;

std::string in_pieces(std::string_view bytes, std::size_t piece) {
  TextDecoder decoder;
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += piece)
    text += decoder.decode(bytes.substr(at, piece));
  return text + decoder.finish();
}

std::string decoded(std::string_view bytes) {
  const auto whole = in_pieces(bytes, bytes.size() + 1);
  EXPECT_EQ(whole, in_pieces(bytes, 1));
  return whole;
}

TEST(TextDecoder, utf8_with_and_without_its_mark) {
  EXPECT_EQ(decoded("\xEF\xBB\xBFj\xC3\xBCrgen"), "j\xC3\xBCrgen");
  EXPECT_EQ(decoded("j\xC3\xBCrgen"), "j\xC3\xBCrgen");
  EXPECT_EQ(decoded(""), "");
  EXPECT_EQ(decoded("ab"), "ab");
  EXPECT_EQ(decoded("caf\xE9"), "caf\xE9");
}

TEST(TextDecoder, utf16_as_excel_saves_it) {
  EXPECT_EQ(decoded("\xFF\xFE"s + "a\0\xFC\0\r\0\n\0"s), "a\xC3\xBC\r\n");
  EXPECT_EQ(decoded("\xFE\xFF"s + "\0a\0\xFC\0\r\0\n"s), "a\xC3\xBC\r\n");
  EXPECT_EQ(decoded("a\0b\0c\0"s), "abc");
  EXPECT_EQ(decoded("\0a\0b\0c"s), "abc");
}

TEST(TextDecoder, pairs_of_surrogates) {
  EXPECT_EQ(decoded("\xFF\xFE\x3D\xD8\x00\xDE"s), "\xF0\x9F\x98\x80");
  EXPECT_EQ(decoded("\xFF\xFE\x3D\xD8"s + "a\0"s), "\xEF\xBF\xBD"s + "a");
  EXPECT_EQ(decoded("\xFF\xFE\x00\xDE"s + "a\0"s), "\xEF\xBF\xBD"s + "a");
  EXPECT_EQ(decoded("\xFF\xFE"s + "a\0b"s), "a\xEF\xBF\xBD");
}

}  // namespace
}  // namespace postferry::text

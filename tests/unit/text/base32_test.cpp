// Base32: what is written is read again, and what people mistake is forgiven.
#include "text/base32.hpp"

#include <gtest/gtest.h>

namespace postferry::text {
namespace {

TEST(Base32, WritesKnownBytes) {
  EXPECT_EQ(base32_encode(""), "");
  EXPECT_EQ(base32_encode(std::string("\0\0\0\0\0", 5)), "00000000");
  EXPECT_EQ(base32_encode("\xFF\xFF\xFF\xFF\xFF"), "ZZZZZZZZ");
  EXPECT_EQ(base32_encode("f"), "CR");
  EXPECT_EQ(base32_encode("fo"), "CSQG");
  EXPECT_EQ(base32_encode("foo"), "CSQPY");
  EXPECT_EQ(base32_encode("foob"), "CSQPYRG");
  EXPECT_EQ(base32_encode("fooba"), "CSQPYRK1");
}

TEST(Base32, ReadsWhatItWrites) {
  std::string bytes;
  for (int length = 0; length < 300; ++length) {
    EXPECT_EQ(base32_decode(base32_encode(bytes)), bytes) << length;
    bytes += static_cast<char>(length * 37 + 11);
  }
}

TEST(Base32, ForgivesWhatPeopleMistake) {
  EXPECT_EQ(base32_decode("csqpyrki"), base32_decode("CSQPYRK1"));
  EXPECT_EQ(base32_decode("CSQPYRKl"), base32_decode("CSQPYRK1"));
  EXPECT_EQ(base32_decode("ooOOooOO"), base32_decode("00000000"));
}

TEST(Base32, RefusesWhatIsNoBase32) {
  for (const auto* text : {"U0000000", "u0000000", "0000-000", "0000000 ",
                           "\xFF"
                           "0000000"})
    EXPECT_EQ(base32_decode(text), std::nullopt) << text;
}

TEST(Base32, RefusesBitsAndLettersThatAreLeftOver) {
  EXPECT_EQ(base32_decode("CS"), std::nullopt);  // "CR" and a bit
  for (const auto* text : {"0", "000", "000000"}) EXPECT_EQ(base32_decode(text), std::nullopt);
}

}  // namespace
}  // namespace postferry::text

#include "text/base64.hpp"

#include <gtest/gtest.h>

namespace postferry::text {
namespace {

TEST(Base64, PrintsTheVectorsOfTheRfc) {
  EXPECT_EQ(base64_encode(""), "");
  EXPECT_EQ(base64_encode("f"), "Zg==");
  EXPECT_EQ(base64_encode("fo"), "Zm8=");
  EXPECT_EQ(base64_encode("foo"), "Zm9v");
  EXPECT_EQ(base64_encode("foobar"), "Zm9vYmFy");
}

TEST(Base64, EveryByteComesBack) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) {
    bytes.push_back(static_cast<char>(255 - i));
    for (auto alphabet : {Base64Alphabet::standard, Base64Alphabet::mailbox}) {
      const auto decoded = base64_decode(base64_encode(bytes, alphabet), alphabet);
      ASSERT_TRUE(decoded) << i;
      EXPECT_EQ(*decoded, bytes);
    }
  }
}

TEST(Base64, TheMailboxAlphabetHasACommaAndNoPadding) {
  EXPECT_EQ(base64_encode("\xff\xef", Base64Alphabet::mailbox), ",+8");
  EXPECT_FALSE(base64_decode("/+8", Base64Alphabet::mailbox));
  EXPECT_FALSE(base64_decode(",+8=", Base64Alphabet::standard));
}

TEST(Base64, RefusesWhatIsNotBase64) {
  for (const char* text :
       {"A", "Zg", "Zg=", "Zh==", "Z===", "====", "Zm 9v", "Zg==Zg==", "Zm9\n"}) {
    const auto decoded = base64_decode(text);
    ASSERT_FALSE(decoded) << text;
    EXPECT_EQ(decoded.error().code, ErrorCode::protocol_broken);
  }
}

}  // namespace
}  // namespace postferry::text

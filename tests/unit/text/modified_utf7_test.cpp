#include "text/modified_utf7.hpp"

#include <gtest/gtest.h>

namespace postferry::text {
namespace {

struct Pair {
  const char* utf8;
  const char* encoded;
};

class Names : public testing::TestWithParam<Pair> {};

TEST_P(Names, GoBothWays) {
  EXPECT_EQ(modified_utf7_encode(GetParam().utf8), GetParam().encoded);
  EXPECT_EQ(modified_utf7_decode(GetParam().encoded), GetParam().utf8);
}

INSTANTIATE_TEST_SUITE_P(
    ModifiedUtf7, Names,
    testing::Values(Pair{"", ""}, Pair{"INBOX", "INBOX"}, Pair{"Q&A", "Q&-A"}, Pair{"&", "&-"},
                    Pair{"Entwürfe", "Entw&APw-rfe"},
                    Pair{"~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"},
                    Pair{"😀", "&2D3eAA-"}, Pair{"a\tb", "a&AAk-b"}, Pair{"ä&ö", "&AOQ-&-&APY-"}));

TEST(ModifiedUtf7, RefusesWhatItIsNot) {
  for (const char* text : {"A&B", "&", "&AP", "&APw", "&A-", "&AA-", "&2D0-", "&3gA-", "&2D0AQQ-",
                           "Entw\xc3\xbcrfe", "a\tb", "&AP*-", "&APx-", "&AAA-"}) {
    EXPECT_FALSE(modified_utf7_decode(text)) << text;
  }
  EXPECT_FALSE(modified_utf7_encode("\xc3"));
}

TEST(ModifiedUtf7, ASuperfluousEncodingIsRead) { EXPECT_EQ(modified_utf7_decode("&AGE-b"), "ab"); }

}  // namespace
}  // namespace postferry::text

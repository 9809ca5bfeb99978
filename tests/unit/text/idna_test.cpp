#include "text/idna.hpp"

#include <gtest/gtest.h>

namespace postferry::text {
namespace {

TEST(AsciiDomain, letters_of_any_script_become_what_dns_carries) {
  EXPECT_EQ(ascii_domain("müller.example"), "xn--mller-kva.example");
  EXPECT_EQ(ascii_domain("MÜLLER.Example."), "xn--mller-kva.example");
  // The same letter as two code points.
  EXPECT_EQ(ascii_domain("mu\xCC\x88ller.example"), "xn--mller-kva.example");
  EXPECT_EQ(ascii_domain("straße.example"), "xn--strae-oqa.example");
  EXPECT_EQ(ascii_domain("почта.рф"), "xn--80a1acny.xn--p1ai");
  EXPECT_EQ(ascii_domain("例え。テスト"), "xn--r8jz45g.xn--zckzah");
}

TEST(AsciiDomain, ascii_stays_in_lower_case) {
  EXPECT_EQ(ascii_domain("Imap.Old.Example"), "imap.old.example");
  EXPECT_EQ(ascii_domain("mail_1.old.example"), "mail_1.old.example");
  EXPECT_EQ(ascii_domain("xn--mller-kva.example"), "xn--mller-kva.example");
  EXPECT_EQ(ascii_domain("localhost"), "localhost");
}

TEST(AsciiDomain, what_dns_cannot_carry_is_nothing) {
  const std::string label(64, 'a');
  std::string name = "a";
  while (name.size() < 254) name += ".a";
  for (const auto& wrong :
       {std::string(), std::string("."), std::string("a..b"), std::string("-a.example"),
        std::string("a-.example"), std::string("a b.example"), std::string("a,b.example"),
        std::string("a\0b.example", 11), std::string("\xFF.example"),
        std::string("mü ller.example"), label + ".example", name})
    EXPECT_FALSE(ascii_domain(wrong)) << wrong;
  EXPECT_TRUE(ascii_domain(label.substr(1) + ".example"));
}

}  // namespace
}  // namespace postferry::text

#include "service/mail_address.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postferry::service {
namespace {

using testing::HasSubstr;

TEST(MailAddress, is_taken_as_it_is_written) {
  for (const auto& [written, text, domain] :
       {std::tuple{"anna@old.example", "anna@old.example", "old.example"},
        std::tuple{" Anna.K+lists@Old.Example\t", "Anna.K+lists@Old.Example", "old.example"},
        std::tuple{"\xEF\xBB\xBF"
                   "anna@old.example\xC2\xA0",
                   "anna@old.example", "old.example"},
        std::tuple{"jürgen@müller.example", "jürgen@müller.example", "xn--mller-kva.example"},
        std::tuple{"o'neil@old.example", "o'neil@old.example", "old.example"},
        std::tuple{"two..dots.@docomo.example", "two..dots.@docomo.example", "docomo.example"},
        std::tuple{"\"a b, c\"@old.example", "\"a b, c\"@old.example", "old.example"}}) {
    const auto address = mail_address(written);
    ASSERT_TRUE(address) << written << ": " << address.error().text;
    EXPECT_EQ(address->text, text);
    EXPECT_EQ(address->domain, domain);
  }
}

TEST(MailAddress, each_mistake_is_told_with_what_to_do) {
  for (const auto& [written, code, words] :
       {std::tuple{"", FindingCode::missing, "write it whole"},
        std::tuple{"anna", FindingCode::bad_address, "The @ is missing"},
        std::tuple{"anna@", FindingCode::bad_address, "Nothing stands behind the @"},
        std::tuple{"@old.example", FindingCode::bad_address, "Nothing stands before the @"},
        std::tuple{"a@b@old.example", FindingCode::bad_address, "There are two @"},
        std::tuple{"anna@old,example", FindingCode::bad_address, "Did you mean anna@old.example?"},
        std::tuple{"anna\xEF\xBC\xA0old.example", FindingCode::bad_address,
                   "Did you mean anna@old.example?"},
        std::tuple{"Anna <anna@old.example>", FindingCode::bad_address,
                   "Write the address alone: anna@old.example."},
        std::tuple{"mailto:anna@old.example", FindingCode::bad_address,
                   "Write the address alone: anna@old.example."},
        std::tuple{"a@old.example; b@old.example", FindingCode::bad_address, "one address"},
        std::tuple{"an na@old.example", FindingCode::bad_address, "holds no blank"},
        std::tuple{"anna@old..example", FindingCode::bad_address, "Two dots"},
        std::tuple{"an(na@old.example", FindingCode::bad_address, "\"(\" cannot stand"},
        std::tuple{"anna@-old.example", FindingCode::bad_address, "is no domain"},
        std::tuple{"anna\xE2\x80\x8B@old.example", FindingCode::invisible_character,
                   "Character 5 cannot be seen (U+200B)"},
        std::tuple{"anna\n@old.example", FindingCode::control_character, "control character"},
        std::tuple{"\xE9@old.example", FindingCode::not_utf8, "UTF-8"}}) {
    const auto address = mail_address(written);
    ASSERT_FALSE(address) << written;
    EXPECT_EQ(address.error().code, code) << written;
    EXPECT_EQ(address.error().severity, Severity::error);
    EXPECT_THAT(address.error().text, HasSubstr(words));
  }
}

TEST(MailAddress, lengths_have_bounds) {
  EXPECT_EQ(mail_address(std::string(65, 'a') + "@old.example").error().code,
            FindingCode::bad_address);
  EXPECT_TRUE(mail_address(std::string(64, 'a') + "@old.example"));
  EXPECT_EQ(mail_address("a@" + std::string(300, 'b')).error().code, FindingCode::too_long);
}

TEST(MailAddress, a_domain_without_a_dot_is_doubtful) {
  EXPECT_FALSE(domain_doubt(*mail_address("anna@old.example")));
  const auto doubt = domain_doubt(*mail_address("anna@localhost"));
  ASSERT_TRUE(doubt);
  EXPECT_EQ(doubt->severity, Severity::warning);
}

TEST(UserName, is_nearly_any_text) {
  EXPECT_EQ(user_name(" DOMAIN\\Anna K ").value(), "DOMAIN\\Anna K");
  EXPECT_EQ(user_name("jürgen").value(), "jürgen");
  EXPECT_EQ(user_name("  ").error().code, FindingCode::missing);
  EXPECT_EQ(user_name("a\rb").error().code, FindingCode::control_character);
  EXPECT_EQ(user_name("a\xE2\x80\xAE"
                      "b")
                .error()
                .code,
            FindingCode::invisible_character);
  EXPECT_EQ(user_name(std::string(321, 'a')).error().code, FindingCode::too_long);
}

}  // namespace
}  // namespace postferry::service

// What people write about themselves and others, checked.
#include "service/person_fields.hpp"

#include <gtest/gtest.h>

namespace postferry::service {
namespace {

std::string codes(const FieldRefusals& wrong) {
  std::string text;
  for (const auto& refusal : wrong) text += (text.empty() ? "" : " ") + std::string(refusal.code);
  return text;
}

std::string password_codes(std::string_view password,
                           std::string_view email = "jana.keller@nordlicht.example",
                           std::string_view name = "Jana Keller") {
  FieldRefusals wrong;
  check_password(wrong, "password", Secret(password), email, name);
  return codes(wrong);
}

TEST(PersonFields, NamesAreOneLineOfText) {
  const auto codes_of = [](std::string_view name) {
    FieldRefusals wrong;
    checked_name(wrong, "name", name);
    return codes(wrong);
  };
  FieldRefusals wrong;
  EXPECT_EQ(checked_name(wrong, "name", "  Jörg Ø'Neill "), "Jörg Ø'Neill");
  EXPECT_TRUE(wrong.empty());
  EXPECT_EQ(codes_of(""), "missing");
  EXPECT_EQ(codes_of(" \t "), "missing");
  EXPECT_EQ(codes_of(std::string(201, 'x')), "too_long");
  EXPECT_EQ(codes_of("a\xFF"), "not_utf8");
  EXPECT_EQ(codes_of("a\r\nBcc: b"), "control_character");
  EXPECT_EQ(codes_of(std::string_view("a\0b", 3)), "control_character");
}

TEST(PersonFields, AddressesThatDifferInCaseAreTheSamePerson) {
  FieldRefusals wrong;
  const auto email = checked_email(wrong, "email", " Jana.Keller@Nordlicht.example ");
  EXPECT_TRUE(wrong.empty());
  EXPECT_EQ(email_key_of(email), "jana.keller@nordlicht.example");
  EXPECT_EQ(checked_email(wrong, "email", "nobody"), "");
  ASSERT_EQ(wrong.size(), 1U);
  EXPECT_EQ(wrong[0].field, "email");
  EXPECT_FALSE(wrong[0].text.empty());
}

TEST(PersonFields, PasswordsHaveTwelveCharactersOrMore) {
  EXPECT_EQ(password_codes("short one"), "password_too_short");
  EXPECT_EQ(password_codes("elf Zeichen"), "password_too_short");
  EXPECT_EQ(password_codes("zwölf Bücher"), "");              // 12 characters, 14 bytes
  EXPECT_EQ(password_codes("äöüäöü"), "password_too_short");  // 6 characters, 12 bytes
  EXPECT_EQ(password_codes(std::string(1025, 'x') + "y"), "too_long");
  EXPECT_EQ(password_codes("correct horse battery"), "");
  EXPECT_EQ(password_codes("correct horse batter\xFF"), "not_utf8");
}

TEST(PersonFields, PasswordsAreNotMadeOfTheirOwner) {
  for (const auto* password :
       {"jana.keller@nordlicht.example", "JANA.KELLER@nordlicht.example!", "Jana Keller 2026",
        "kellerkeller", "nordlicht1234", "Keller-Jana-1", "xxxxxxxxxxxxxxxx"})
    EXPECT_EQ(password_codes(password), "password_too_obvious") << password;
  EXPECT_EQ(password_codes("keller is my sister"), "");
}

TEST(PersonFields, DomainsAreAsDnsHasThem) {
  FieldRefusals wrong;
  EXPECT_EQ(checked_domains(wrong, "domains", {" B.Example", "a.example", "b.example"}),
            "a.example b.example");
  EXPECT_EQ(checked_domains(wrong, "domains", {}), "");
  EXPECT_TRUE(wrong.empty());
  for (const auto* domain : {"", "a b", "a@b.example", "%", "' OR 1=1"}) {
    wrong.clear();
    checked_domains(wrong, "domains", {domain});
    EXPECT_EQ(codes(wrong), "bad_domain") << domain;
  }
  wrong.clear();
  checked_domains(wrong, "domains", std::vector<std::string>(201, "a.example"));
  EXPECT_EQ(codes(wrong), "too_long");
}

TEST(PersonFields, LanguagesAndTimeZonesAreKnownNames) {
  FieldRefusals wrong;
  for (const auto* language : {"", "en", "de", "de-AT"})
    EXPECT_EQ(checked_language(wrong, "language", language), language);
  for (const auto* zone : {"", "UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"})
    EXPECT_EQ(checked_time_zone(wrong, "time_zone", zone), zone);
  EXPECT_TRUE(wrong.empty()) << codes(wrong);
  for (const auto* language : {"e", "english", "e1", "de_AT", "<b>"}) {
    wrong.clear();
    checked_language(wrong, "language", language);
    EXPECT_EQ(codes(wrong), "unknown_language") << language;
  }
  for (const auto* zone : {"Mars/Olympus", "../../etc/passwd", "/etc/localtime"}) {
    wrong.clear();
    checked_time_zone(wrong, "time_zone", zone);
    EXPECT_EQ(codes(wrong), "unknown_time_zone") << zone;
  }
}

}  // namespace
}  // namespace postferry::service

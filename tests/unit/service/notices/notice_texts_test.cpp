// The texts of notices: every language has every text with the same words, and what is filled in
// cannot do harm.
#include "service/notices/notice_texts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error_catalog.hpp"

namespace postferry::service {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(NoticeTexts, are_there_in_english_and_german) {
  EXPECT_THAT(notice_languages(), Contains("en"));
  EXPECT_THAT(notice_languages(), Contains("de"));
}

TEST(NoticeTexts, are_the_same_in_every_language) {
  const auto& english = notice_texts("en");
  for (const auto& language : notice_languages()) {
    SCOPED_TRACE(language);
    const auto& texts = notice_texts(language);
    EXPECT_EQ(texts.names(), english.names());
    for (const auto& name : english.names()) {
      EXPECT_EQ(words_in(texts.text(name)), words_in(english.text(name))) << name;
      EXPECT_FALSE(texts.text(name).empty()) << name;
    }
  }
}

TEST(NoticeTexts, have_a_reason_for_every_error) {
  for (const auto& language : notice_languages())
    for (const auto& entry : error_catalog())
      EXPECT_NE(notice_texts(language).text("reason." + std::string(entry.name)), "")
          << language << " " << entry.name;
}

TEST(NoticeTexts, are_found_by_language_and_by_its_first_part) {
  EXPECT_EQ(&notice_texts("de-AT"), &notice_texts("de"));
  EXPECT_EQ(&notice_texts("tlh"), &notice_texts("en"));
  EXPECT_EQ(&notice_texts(""), &notice_texts("en"));
  EXPECT_NE(&notice_texts("de"), &notice_texts("en"));
}

TEST(NoticeTexts, are_read_from_a_file) {
  const NoticeTexts texts("# [not.this]\n\n[one]\n\nfirst\n\nthird [not a name]\n\n[two.a]\nlast");
  EXPECT_THAT(texts.names(), ElementsAre("one", "two.a"));
  EXPECT_EQ(texts.text("one"), "first\n\nthird [not a name]");
  EXPECT_EQ(texts.text("two.a"), "last");
  EXPECT_EQ(texts.text("three"), "");
  EXPECT_THAT(NoticeTexts("").names(), IsEmpty());
}

TEST(Filling, puts_values_into_words_and_leaves_empty_lines_out) {
  const auto filled = Filling().value("a", "1").value("b", "").fill(
      "a is {a}\nb is {b}\nboth {a}{b}\nnone\n\n{b}\n\nopen { and {a\nunknown {c}");
  EXPECT_EQ(filled, "a is 1\nboth 1\nnone\n\nopen { and {a");
}

TEST(Filling, values_stay_on_their_line) {
  const auto filled = Filling()
                          .value("a", "one\r\nBcc: everyone@example.org\r\n\r\n\x1b[2J\xff {b}")
                          .value("b", "not this")
                          .fill("{a}");
  EXPECT_EQ(filled.find_first_of("\r\n\x1b"), filled.npos);
  EXPECT_NE(filled.find("{b}"), filled.npos);
}

TEST(Filling, values_are_not_endless) {
  EXPECT_LT(Filling().value("a", std::string(100'000, 'x')).fill("{a}").size(), 1000U);
}

TEST(NoticeTexts, write_times_in_the_zone_and_numbers_as_the_language_does) {
  const auto& german = notice_texts("de");
  const auto& english = notice_texts("en");
  const auto berlin = TimeZone::named("Europe/Berlin").value();
  const Instant summer(std::chrono::sys_days(std::chrono::year(2026) / 7 / 1) +
                       std::chrono::hours(22) + std::chrono::minutes(5));
  EXPECT_EQ(time_text(german, berlin, summer), "02.07.2026, 00:05 Uhr (Europe/Berlin)");
  EXPECT_EQ(time_text(english, TimeZone::named("America/New_York").value(), summer),
            "2026-07-01 18:05 (America/New_York)");
  EXPECT_EQ(number_text(german, 1'234'567), "1.234.567");
  EXPECT_EQ(number_text(english, 18'204), "18,204");
  EXPECT_EQ(number_text(english, 999), "999");
}

}  // namespace
}  // namespace postferry::service

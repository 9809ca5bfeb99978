#include "mail/flags.hpp"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace postferry::mail {
namespace {

TEST(Flags, are_written_as_rfc_3501_spells_them) {
  Flags flags;
  flags.set(SystemFlag::draft);
  flags.set(SystemFlag::seen);
  flags.add_keyword("Work");
  flags.add_keyword("$Forwarded");
  EXPECT_EQ(flags.text(), "\\Seen \\Draft $Forwarded Work");
  EXPECT_EQ(Flags().text(), "");
}

TEST(Flags, parse_is_the_inverse_of_text) {
  for (const auto* text : {"", "\\Seen", "\\Seen \\Answered \\Flagged \\Deleted \\Draft",
                           "\\Flagged $Forwarded NonJunk", "a b c"}) {
    EXPECT_EQ(Flags::parse(text).text(), text);
    EXPECT_EQ(Flags::parse(Flags::parse(text).text()), Flags::parse(text));
  }
}

TEST(Flags, parse_leaves_out_what_does_not_travel) {
  EXPECT_EQ(Flags::parse("\\Recent \\SEEN \\* \\Unheard").text(), "\\Seen");
  EXPECT_EQ(Flags::parse("  \\Seen   x  ").text(), "\\Seen x");
}

TEST(Flags, keywords_have_no_case_and_keep_their_first_spelling) {
  Flags flags;
  flags.add_keyword("$MDNSent");
  flags.add_keyword("$mdnsent");
  EXPECT_EQ(flags.keywords(), std::vector<std::string>{"$MDNSent"});
  EXPECT_TRUE(flags.has_keyword("$MDNSENT"));
  flags.remove_keyword("$mdnSent");
  EXPECT_TRUE(flags.empty());
}

TEST(Flags, are_equal_in_any_order_and_case) {
  EXPECT_EQ(Flags::parse("b A \\Seen"), Flags::parse("\\SEEN a B"));
  EXPECT_NE(Flags::parse("a"), Flags::parse("a b"));
  EXPECT_NE(Flags::parse("\\Seen"), Flags::parse("\\Flagged"));
  EXPECT_NE(Flags::parse("\\Seen"), Flags::parse("Seen"));
}

TEST(Flags, are_set_and_cleared) {
  Flags flags;
  EXPECT_TRUE(flags.empty());
  flags.set(SystemFlag::deleted);
  EXPECT_TRUE(flags.has(SystemFlag::deleted));
  EXPECT_FALSE(flags.has(SystemFlag::seen));
  flags.clear(SystemFlag::seen);
  flags.clear(SystemFlag::deleted);
  EXPECT_TRUE(flags.empty());
}

TEST(Flags, differ_by_what_is_left_only) {
  EXPECT_EQ(difference(Flags::parse("\\Seen \\Draft a b"), Flags::parse("\\Seen B c")),
            Flags::parse("\\Draft a"));
  EXPECT_TRUE(difference(Flags::parse("\\Seen a"), Flags::parse("\\Seen A")).empty());
  EXPECT_TRUE(difference(Flags(), Flags::parse("\\Seen a")).empty());
}

TEST(Flags, merge_to_what_either_has) {
  EXPECT_EQ(merged(Flags::parse("\\Seen a"), Flags::parse("\\Draft A b")).text(),
            "\\Seen \\Draft a b");
}

TEST(Flags, difference_and_merge_belong_together) {
  const std::vector<std::string> texts{"", "\\Seen", "\\Seen \\Flagged x", "X y", "\\Draft y z"};
  for (const auto& left : texts)
    for (const auto& right : texts) {
      const auto a = Flags::parse(left);
      const auto b = Flags::parse(right);
      EXPECT_EQ(merged(b, difference(a, b)), merged(a, b)) << left << " | " << right;
      EXPECT_TRUE(difference(a, merged(a, b)).empty());
      EXPECT_EQ(difference(merged(a, b), b), difference(a, b));
    }
}

}  // namespace
}  // namespace postferry::mail

#include "engine/naming.hpp"

#include <gtest/gtest.h>
#include <set>

#include "tests/unit/engine/two_accounts.hpp"

namespace postferry::engine {
namespace {

const auto free_name = [](const std::string&) { return false; };
const mail::FolderPath root;

mail::NamingRules rules() {
  mail::NamingRules rules;
  rules.forbidden = "/.*%\\";
  return rules;
}

TEST(Naming, a_good_name_stays) {
  const auto fitted = fit_name(root, "Büro 2012", rules(), free_name);
  EXPECT_EQ(fitted.name, "Büro 2012");
  EXPECT_EQ(fitted.because, "");
}

TEST(Naming, forbidden_characters_become_their_full_width_forms) {
  const auto fitted = fit_name(root, "a/b.c*d", rules(), free_name);
  EXPECT_EQ(fitted.name, "a／b．c＊d");
  EXPECT_NE(fitted.because, "");
}

TEST(Naming, control_characters_become_their_pictures) {
  EXPECT_EQ(fit_name(root, "a\tb\x7f", rules(), free_name).name, "a␉b␡");
}

TEST(Naming, a_reserved_name_gets_a_mark_at_the_root_only) {
  auto strict = rules();
  strict.reserved = {"Shared"};
  EXPECT_EQ(fit_name(root, "shared", strict, free_name).name, "shared_");
  EXPECT_EQ(fit_name(path("A"), "Shared", strict, free_name).name, "Shared");
}

TEST(Naming, too_long_in_modified_utf7_is_cut_between_characters) {
  auto strict = rules();
  strict.longest_segment_bytes = 60;
  strict.encoding = mail::NameEncoding::modified_utf7;
  std::string name;
  for (int i = 0; i < 30; ++i) name += "日本";
  const auto fitted = fit_name(root, name, strict, free_name);
  EXPECT_LE(encoded_bytes(fitted.name, strict.encoding), 60U);
  EXPECT_GT(encoded_bytes(fitted.name, strict.encoding), 50U);
  EXPECT_TRUE(mail::FolderPath::from_segments({fitted.name}).has_value());
  EXPECT_EQ(fitted.name, fit_name(root, name, strict, free_name).name);
  EXPECT_NE(fitted.name, fit_name(root, name + "x", strict, free_name).name);
}

TEST(Naming, the_whole_path_has_a_bound_too) {
  auto strict = rules();
  strict.longest_path_bytes = 40;
  const auto parent = path("abcdefghijklmnopqrst");
  const auto fitted = fit_name(parent, std::string(100, 'x'), strict, free_name);
  EXPECT_EQ(parent.child(fitted.name).text().size(), 40U);
}

TEST(Naming, a_twin_gets_a_number) {
  std::set<std::string> taken;
  const auto is_taken = [&](const std::string& name) { return !taken.insert(name).second; };
  EXPECT_EQ(fit_name(root, "A", rules(), is_taken).name, "A");
  EXPECT_EQ(fit_name(root, "A", rules(), is_taken).name, "A (2)");
  EXPECT_EQ(fit_name(root, "A", rules(), is_taken).name, "A (3)");
}

TEST(Naming, a_name_that_only_the_target_refuses_has_others_to_try) {
  const auto names = other_names(path("A/B/Con: Ünï"));
  std::vector<std::string> texts;
  for (const auto& name : names) texts.push_back(name.text());
  ASSERT_EQ(texts.size(), 4U);
  EXPECT_EQ(texts[0], "A/B/Con: Ünï_");
  EXPECT_EQ(texts[1].substr(0, 9), "A/B/Conn~");
  EXPECT_EQ(texts[2], "A/B - Con: Ünï");
  EXPECT_EQ(texts[3], "A - B - Con: Ünï");
  EXPECT_EQ(other_names(path("Files")).size(), 2U) << "nothing is above a folder at the root";
}

TEST(Naming, plain_names_of_different_folders_differ) {
  EXPECT_NE(other_names(path("Ü"))[1], other_names(path("Ö"))[1]);
}

}  // namespace
}  // namespace postferry::engine

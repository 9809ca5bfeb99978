#include "engine/folder_rules.hpp"

#include <gtest/gtest.h>

#include "tests/unit/engine/two_accounts.hpp"

namespace postferry::engine {
namespace {

using mail::SpecialUse;

TEST(Glob, stars_and_question_marks) {
  EXPECT_TRUE(matches_glob("*", ""));
  EXPECT_TRUE(matches_glob("*", "A/B"));
  EXPECT_TRUE(matches_glob("A*", "A/B/C"));
  EXPECT_TRUE(matches_glob("*/C", "A/B/C"));
  EXPECT_TRUE(matches_glob("A?C", "A/C"));
  EXPECT_TRUE(matches_glob("a*b*c", "a--b-b--c"));
  EXPECT_TRUE(matches_glob("*a*", "bab"));
  EXPECT_TRUE(matches_glob("Entw?rfe*", "Entw\u00fcrfe & mehr"));
  EXPECT_FALSE(matches_glob("Entw??rfe", "Entw\u00fcrfe"));
  EXPECT_FALSE(matches_glob("A", "AB"));
  EXPECT_FALSE(matches_glob("A?", "A"));
  EXPECT_FALSE(matches_glob("a*b*c", "a--c--b"));
  EXPECT_FALSE(matches_glob("", "A"));
  EXPECT_TRUE(matches_glob("", ""));
}

TEST(Glob, many_stars_take_no_time) {
  const std::string text(500, 'a');
  std::string glob;
  for (int i = 0; i < 100; ++i) glob += "*a";
  EXPECT_TRUE(matches_glob(glob, text));
  EXPECT_FALSE(matches_glob(glob + "b", text));
}

TEST(FolderRules, exclude_covers_what_is_below) {
  Options options;
  options.exclude = {"A/B"};
  EXPECT_EQ(excluding_rule(path("A/B"), SpecialUse::none, options), "--exclude 'A/B'");
  EXPECT_EQ(excluding_rule(path("A/B/C/D"), SpecialUse::none, options), "--exclude 'A/B'");
  EXPECT_FALSE(excluding_rule(path("A"), SpecialUse::none, options));
  EXPECT_FALSE(excluding_rule(path("A/BB"), SpecialUse::none, options));
}

TEST(FolderRules, include_covers_what_is_below_and_exclude_wins) {
  Options options;
  options.include = {"Work", "IN*"};
  options.exclude = {"Work/Old"};
  EXPECT_FALSE(excluding_rule(path("Work"), SpecialUse::none, options));
  EXPECT_FALSE(excluding_rule(path("Work/New"), SpecialUse::none, options));
  EXPECT_FALSE(excluding_rule(path("INBOX"), SpecialUse::none, options));
  EXPECT_EQ(excluding_rule(path("Work/Old/1"), SpecialUse::none, options), "--exclude 'Work/Old'");
  EXPECT_EQ(excluding_rule(path("Play"), SpecialUse::none, options), "not in --include");
}

TEST(FolderRules, special_folders_by_their_use) {
  Options options;
  options.exclude_special = {SpecialUse::junk, SpecialUse::trash};
  EXPECT_EQ(excluding_rule(path("Spam"), SpecialUse::junk, options), "--exclude-special junk");
  EXPECT_FALSE(excluding_rule(path("Sent"), SpecialUse::sent, options));
  EXPECT_FALSE(excluding_rule(path("Spam"), SpecialUse::none, options));
}

TEST(MessageRules, size_and_dates) {
  Options options;
  options.max_size_bytes = 100;
  options.since = day(10).instant;
  options.before = day(20).instant;
  mail::Placement placement;
  placement.received = day(10);
  placement.size_bytes = 100;
  EXPECT_FALSE(excluding_rule(placement, options));
  placement.size_bytes = 101;
  EXPECT_EQ(excluding_rule(placement, options), "--max-size");
  placement.size_bytes = 1;
  placement.received = day(9);
  EXPECT_EQ(excluding_rule(placement, options), "--since");
  placement.received = day(20);
  EXPECT_EQ(excluding_rule(placement, options), "--before");
}

TEST(WishedPath, the_longest_map_wins) {
  Options options;
  options.map = {{path("A"), path("X")}, {path("A/B"), path("Y/Z")}};
  options.into = path("Old");
  EXPECT_EQ(wished_path(path("A/C"), options).path, path("X/C"));
  EXPECT_EQ(wished_path(path("A/B/C"), options).path, path("Y/Z/C"));
  EXPECT_TRUE(wished_path(path("A/B"), options).by_map);
  EXPECT_EQ(wished_path(path("AB"), options).path, path("Old/AB"));
  EXPECT_FALSE(wished_path(path("AB"), options).by_map);
  EXPECT_EQ(wished_path(path("INBOX"), options).path, path("Old/INBOX"));
}

TEST(CanonicalText, tells_choices_and_not_speed) {
  Options options;
  const auto plain = canonical_text(options);
  options.connections = 9;
  options.rate_bytes = 1;
  EXPECT_EQ(canonical_text(options), plain);
  std::set<std::string> texts{plain};
  const auto differs = [&] { return texts.insert(canonical_text(options)).second; };
  options.include = {"A"};
  EXPECT_TRUE(differs());
  options.exclude = {"A"};
  EXPECT_TRUE(differs());
  options.exclude_special = {SpecialUse::junk};
  EXPECT_TRUE(differs());
  options.map = {{path("A"), path("B")}};
  EXPECT_TRUE(differs());
  options.into = path("C");
  EXPECT_TRUE(differs());
  options.since = day(1).instant;
  EXPECT_TRUE(differs());
  options.before = day(1).instant;
  EXPECT_TRUE(differs());
  options.max_size_bytes = 5;
  EXPECT_TRUE(differs());
}

TEST(FolderRules, inbox_is_written_in_any_case_at_the_root) {
  Options options;
  options.include = {"inbox", "Inbox/Old"};
  EXPECT_FALSE(excluding_rule(path("INBOX"), mail::SpecialUse::none, options));
  EXPECT_FALSE(excluding_rule(path("INBOX/Old"), mail::SpecialUse::none, options));
  options.include = {"A/inbox"};
  EXPECT_TRUE(excluding_rule(path("A/INBOX"), mail::SpecialUse::none, options));
}

TEST(FolderRules, what_fits_no_folder_is_told) {
  std::vector<mail::Folder> folders(2);
  folders[0].path = path("INBOX");
  folders[1].path = path("Work/Plans");
  Options options;
  options.include = {"Work", "NoSuch*"};
  options.exclude = {"*Plans", "Spam"};
  options.map = {{path("Work"), path("Arbeit")}, {path("Nowhere"), path("X")}};
  EXPECT_EQ(
      idle_rules(folders, options),
      (std::vector<std::string>{"--include 'NoSuch*'", "--exclude 'Spam'", "--map 'Nowhere=X'"}));
  EXPECT_TRUE(idle_rules(folders, Options()).empty());
}

}  // namespace
}  // namespace postferry::engine

#include "mail/folder_path.hpp"

#include <gtest/gtest.h>
#include <string>
#include <unordered_set>
#include <vector>

namespace postferry::mail {
namespace {

FolderPath path(std::string_view text) { return FolderPath::parse(text).value(); }

std::vector<std::string> segments(std::string_view text) {
  const auto parsed = path(text);
  return {parsed.segments().begin(), parsed.segments().end()};
}

using Words = std::vector<std::string>;

TEST(FolderPath, is_parsed_at_slashes) {
  EXPECT_EQ(segments("Work"), (Words{"Work"}));
  EXPECT_EQ(segments("Work/2012/May"), (Words{"Work", "2012", "May"}));
  EXPECT_EQ(segments("a.b/c\\d"), (Words{"a.b", "c\\d"}));
}

TEST(FolderPath, two_slashes_are_one_in_a_name) {
  EXPECT_EQ(segments("In//Out"), (Words{"In/Out"}));
  EXPECT_EQ(segments("a///b"), (Words{"a/", "b"})) << "read from the left";
  EXPECT_EQ(segments("//"), (Words{"/"}));
}

TEST(FolderPath, text_is_the_inverse_of_parse) {
  const std::vector<Words> paths{{"Work"},
                                 {"a", "b", "c"},
                                 {"In/Out", "x"},
                                 {"a/", "b"},
                                 {"/", "/"},
                                 {"a//b"},
                                 {"x", "a/"},
                                 {"INBOX", "INBOX"},
                                 {"\\"},
                                 {"x", "\\", "/"},
                                 {"\\/"},
                                 {"a\\/"},
                                 {" "},
                                 {"a.b"},
                                 {"\xf0\x9f\x93\xab"}};
  for (const auto& words : paths) {
    const auto made = FolderPath::from_segments(words);
    ASSERT_TRUE(made);
    const auto again = FolderPath::parse(made->text());
    ASSERT_TRUE(again) << made->text();
    EXPECT_EQ(*again, *made) << made->text();
  }
}

// Without the backslash "a" below "x/" and "/a" below "x" would both be written x///a.
TEST(FolderPath, a_name_that_begins_with_a_slash_keeps_its_place) {
  const auto below = FolderPath::from_segments({"x", "/a"}).value();
  const auto other = FolderPath::from_segments({"x/", "a"}).value();
  EXPECT_NE(below, other);
  EXPECT_NE(below.text(), other.text());
  EXPECT_EQ(below.text(), "x/\\//a");
  EXPECT_EQ(path(below.text()), below);
}

TEST(FolderPath, inbox_has_no_case_at_the_root_only) {
  EXPECT_EQ(path("inbox"), path("INBOX"));
  EXPECT_TRUE(path("InBox").is_inbox());
  EXPECT_EQ(path("inbox/Work").text(), "INBOX/Work");
  EXPECT_FALSE(path("inbox/Work").is_inbox());
  EXPECT_EQ(path("INBOX/Inbox").text(), "INBOX/Inbox") << "another folder, in its own spelling";
  EXPECT_NE(path("Work/inbox"), path("Work/INBOX"));
  EXPECT_EQ(path("Inboxes").text(), "Inboxes");
}

TEST(FolderPath, refuses_what_no_folder_is_called) {
  for (const auto& words : std::vector<Words>{{""},
                                              {"a", ""},
                                              {std::string("a\0b", 3)},
                                              {"\xff"},
                                              {"\xc3"},
                                              {std::string(1025, 'a')}}) {
    const auto made = FolderPath::from_segments(words);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, ErrorCode::bad_usage);
    EXPECT_TRUE(made.error().text.ends_with('.'));
  }
  EXPECT_TRUE(FolderPath::from_segments({std::string(1024, 'a')}));
  for (const auto* text : {"", "/", "/a", "a/", "a//b/"}) EXPECT_FALSE(FolderPath::parse(text));
}

TEST(FolderPath, knows_parents_and_children) {
  EXPECT_EQ(path("a/b/c").parent(), path("a/b"));
  EXPECT_TRUE(path("a").parent().is_root());
  EXPECT_TRUE(FolderPath().parent().is_root());
  EXPECT_EQ(path("a").child("b/c").text(), "a/b//c");
  EXPECT_EQ(path("a/b").name(), "b");
}

TEST(FolderPath, a_child_of_the_root_obeys_the_inbox_rule) {
  EXPECT_EQ(FolderPath().child("inbox"), path("INBOX"));
}

TEST(FolderPath, is_within_itself_and_what_is_above) {
  EXPECT_TRUE(path("a/b").is_within(path("a")));
  EXPECT_TRUE(path("a").is_within(path("a")));
  EXPECT_TRUE(path("a").is_within(FolderPath()));
  EXPECT_FALSE(path("a").is_within(path("a/b")));
  EXPECT_FALSE(path("ab").is_within(path("a"))) << "by segments, not by letters";
}

TEST(FolderPath, hashes_by_value) {
  const std::unordered_set<FolderPath> paths{path("a/b"), path("a//b"), path("a/b")};
  EXPECT_EQ(paths.size(), 2U);
}

}  // namespace
}  // namespace postferry::mail

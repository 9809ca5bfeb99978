#include <algorithm>

#include "tests/contract/contract_messages.hpp"
#include "tests/contract/source_contract.hpp"

namespace postferry::test {

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(SourceContract);

mail::Folder SourceContract::filled(const mail::FolderPath& where, int messages) {
  account().make_folder(where);
  std::vector<ContractMessage> wanted;
  for (int i = 1; i <= messages; ++i) wanted.push_back({plain_message(i), {}, at(1'337'000'000)});
  account().put_all(where, wanted);
  return listed(where);
}

TEST_P(SourceContract, lists_the_inbox_once) {
  const auto inbox = listed(path("INBOX"));
  EXPECT_TRUE(inbox.path.is_inbox());
  EXPECT_EQ(inbox.special_use, mail::SpecialUse::inbox);
  EXPECT_EQ(inbox.selectable, mail::Selectable::yes);
  EXPECT_EQ(inbox.kind, mail::FolderKind::mail);
}

TEST_P(SourceContract, lists_empty_nested_and_foreign_folders) {
  std::vector<mail::FolderPath> wanted{path("Empty"), path("Work/2012/May"),
                                       path("Entw\xc3\xbcrfe"),
                                       path("\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e/A & B")};
  if (!lacks(Lacks::odd_names)) wanted.push_back(path("\xf0\x9f\x93\xab"));
  for (const auto& folder : wanted) account().make_folder(folder);
  for (const auto& folder : wanted) EXPECT_EQ(listed(folder).selectable, mail::Selectable::yes);
  auto paths = run(source().folders());
  std::ranges::sort(paths, {}, &mail::Folder::path);
  EXPECT_EQ(std::ranges::adjacent_find(paths, {}, &mail::Folder::path), paths.end());
  EXPECT_TRUE(std::ranges::none_of(paths, [](const auto& f) { return f.path.is_root(); }));
}

TEST_P(SourceContract, a_state_counts_the_messages) {
  const auto folder = filled(path("Work"), 3);
  if (!folder.state) GTEST_SKIP() << "the listing does not tell";
  EXPECT_EQ(folder.state->messages, 3U);
  if (!folder.generation.empty())
    EXPECT_EQ(folder.generation, changes(source(), folder).generation);
}

TEST_P(SourceContract, a_state_is_equal_until_something_changes) {
  auto folder = filled(path("Work"), 3);
  if (!folder.state || folder.state->covers == mail::Covers::nothing)
    GTEST_SKIP() << "the listing does not tell";
  const auto first = changes(source(), folder).checkpoint;
  EXPECT_EQ(listed(folder.path).state->checkpoint, first) << "what changes() ended with";
  EXPECT_EQ(listed(folder.path).state->checkpoint, first) << "looking changes nothing";

  put(folder.path, plain_message(4));
  const auto second = listed(folder.path).state->checkpoint;
  EXPECT_NE(second, first);
  account().remove(folder.path, 0);
  const auto third = listed(folder.path).state->checkpoint;
  EXPECT_NE(third, second);
  // One went, one came: the count alone would not show it.
  account().remove(folder.path, 0);
  put(folder.path, plain_message(5));
  EXPECT_NE(listed(folder.path).state->checkpoint, third);
}

TEST_P(SourceContract, a_state_that_covers_flags_shows_their_change) {
  auto folder = filled(path("Work"), 2);
  if (!folder.state || folder.state->covers != mail::Covers::membership_and_flags)
    GTEST_SKIP() << "the listing does not tell";
  const auto before = changes(source(), folder).checkpoint;
  account().set_flags(folder.path, 0, mail::Flags::parse("\\Seen"));
  EXPECT_NE(listed(folder.path).state->checkpoint, before);
}

TEST_P(SourceContract, a_folder_that_is_gone_ends_the_folder_not_the_account) {
  const auto folder = filled(path("Work"), 2);
  account().remove_folder(folder.path);
  const auto error = failure_of([&] { changes(source(), folder); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->scope, Scope::folder);
  EXPECT_EQ(error->code, ErrorCode::folder_missing);
  EXPECT_EQ(listed(path("INBOX")).path, path("INBOX"));
}

TEST_P(SourceContract, two_doors_stand_beside_each_other) {
  const auto folder = filled(path("Work"), 3);
  const auto other = run(account().source());
  EXPECT_EQ(ids(source(), folder), ids(*other, folder));
  run(other->close());
  EXPECT_EQ(ids(source(), folder).size(), 3U);
}

}  // namespace postferry::test

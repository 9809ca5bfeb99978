#include "tests/contract/contract_messages.hpp"
#include "tests/contract/target_contract.hpp"

namespace postferry::test {

TEST_P(TargetContract, ensure_makes_a_folder) {
  const auto made = ensured("Work");
  EXPECT_EQ(made.path, path("Work"));
  EXPECT_EQ(made.selectable, mail::Selectable::yes);
  EXPECT_EQ(listed(reading(), path("Work")).path, made.path);
  EXPECT_TRUE(account().look(path("Work")).empty());
  EXPECT_EQ(append(made, plain_messages(1, 1)).count(mail::OutcomeKind::stored), 1U);
}

TEST_P(TargetContract, ensure_twice_is_ensure_once) {
  const auto folder = ensured("Work");
  append(folder, plain_messages(1, 2));
  const auto before = changes(reading(), folder);
  const auto again = ensured("Work");
  EXPECT_EQ(again.path, folder.path);
  const auto after = changes(reading(), again);
  EXPECT_EQ(after.generation, before.generation);
  EXPECT_EQ(id_set(after.present), id_set(before.present));
}

TEST_P(TargetContract, ensure_makes_the_parents) {
  const auto made = ensured("Work/2012/May");
  for (const auto* name : {"Work", "Work/2012", "Work/2012/May"})
    EXPECT_EQ(listed(reading(), path(name)).path, path(name));
  EXPECT_EQ(append(made, plain_messages(1, 1)).count(mail::OutcomeKind::stored), 1U);
  const auto parent = ensured("Work");
  EXPECT_EQ(append(parent, plain_messages(2, 1)).count(mail::OutcomeKind::stored), 1U);
  EXPECT_EQ(bytes_in(made), std::multiset{plain_message(1)});
}

TEST_P(TargetContract, ensure_knows_the_inbox) {
  const auto inbox = ensured("inbox");
  EXPECT_TRUE(inbox.path.is_inbox());
  append(inbox, plain_messages(1, 1));
  EXPECT_EQ(bytes_in(inbox), std::multiset{plain_message(1)});
}

TEST_P(TargetContract, ensure_makes_foreign_names) {
  std::vector<std::string> names{"Entw\xc3\xbcrfe", "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e/A & B",
                                 "[odd] names (too)"};
  if (!lacks(Lacks::odd_names))
    names.insert(names.end(), {"\xf0\x9f\x93\xab", "with \"quotes\" and \\", "{braces}"});
  for (const auto& name : names) {
    const auto made = ensured(name);
    EXPECT_EQ(made.path, path(name));
    append(made, plain_messages(1, 1));
    EXPECT_EQ(bytes_in(made).size(), 1U) << name;
    EXPECT_EQ(listed(reading(), path(name)).path, path(name));
  }
}

TEST_P(TargetContract, ensure_subscribes_on_request_only) {
  if (lacks(Lacks::subscriptions)) GTEST_SKIP() << "no subscriptions";
  mail::FolderWish wish;
  wish.path = path("Read");
  wish.subscribed = mail::Subscribed::yes;
  ASSERT_TRUE(run(target().ensure(wish)));
  ensured("Unread");
  EXPECT_EQ(listed(reading(), path("Read")).subscribed, mail::Subscribed::yes);
  EXPECT_EQ(listed(reading(), path("Unread")).subscribed, mail::Subscribed::no);
  // A folder that is there is subscribed too, and no wish takes a subscription away.
  wish.path = path("Unread");
  ASSERT_TRUE(run(target().ensure(wish)));
  ensured("Read");
  EXPECT_EQ(listed(reading(), path("Read")).subscribed, mail::Subscribed::yes);
  EXPECT_EQ(listed(reading(), path("Unread")).subscribed, mail::Subscribed::yes);
}

TEST_P(TargetContract, ensure_gives_a_new_folder_its_special_use) {
  if (lacks(Lacks::special_uses)) GTEST_SKIP() << "no special uses";
  mail::FolderWish wish;
  wish.path = path("Ablage");
  wish.special_use = mail::SpecialUse::archive;
  ASSERT_TRUE(run(target().ensure(wish)));
  EXPECT_EQ(listed(reading(), path("Ablage")).special_use, mail::SpecialUse::archive);
}

// Some servers have one folder of each use and no more.
TEST_P(TargetContract, ensure_makes_the_folder_when_its_special_use_is_taken) {
  mail::FolderWish wish;
  wish.special_use = mail::SpecialUse::sent;
  for (const auto* name : {"Gesendet", "Gesendet 2"}) {
    wish.path = path(name);
    const auto made = run(target().ensure(wish));
    ASSERT_TRUE(made) << name;
    EXPECT_EQ(listed(reading(), path(name)).special_use, made->special_use) << name;
  }
}

TEST_P(TargetContract, a_refused_name_is_an_error_not_the_end) {
  const auto name = account().refused_name();
  if (!name) GTEST_SKIP() << "this account takes every name";
  mail::FolderWish wish;
  wish.path = *name;
  for (int i = 0; i < 2; ++i) {
    const auto made = run(target().ensure(wish));
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, ErrorCode::folder_refused);
  }
  EXPECT_EQ(ensured("Work").path, path("Work"));
}

TEST_P(TargetContract, both_doors_tell_the_same_traits) {
  const auto& traits = target().traits();
  EXPECT_EQ(&traits, &reading().traits());
  EXPECT_GT(traits.batch_items, 0U);
  EXPECT_GT(traits.batch_bytes, 0U);
  EXPECT_GT(traits.parallel_connections, 0U);
  EXPECT_GT(traits.refusals_in_a_row, 0U);
}

TEST_P(TargetContract, a_quota_is_told_where_there_is_one) {
  const std::string bytes = plain_message(1) + std::string(3000, 'x') + "\r\n";
  append(ensured("Work"), {{bytes, {}, at(1'337'000'000)}});
  const auto before = run(target().quota());
  if (before.limit_bytes) EXPECT_TRUE(before.used_bytes);
  if (!account().limit_bytes(1'024'000)) GTEST_SKIP() << "no quota can be set";
  reopen();
  const auto quota = run(target().quota());
  EXPECT_EQ(quota.limit_bytes, 1'024'000U);
  ASSERT_TRUE(quota.used_bytes);
  EXPECT_GT(*quota.used_bytes, 0U);
  EXPECT_LE(*quota.used_bytes, 10'000U);
}

}  // namespace postferry::test

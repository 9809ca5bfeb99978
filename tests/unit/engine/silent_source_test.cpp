// Sources that list what they do not give, and folders that go away while they are copied.
#include <gtest/gtest.h>
#include <string_view>
#include <utility>

#include "tests/unit/engine/two_accounts.hpp"

namespace postferry::engine {
namespace {

TEST(SilentSource, what_is_listed_and_not_given_has_failed_until_it_is_given) {
  TwoAccounts accounts;
  for (int i = 0; i < 30; ++i) accounts.source.deliver(inbox, letter(i), {}, day(i));
  accounts.source.traits().withholds = [](std::string_view bytes) { return bytes == letter(7); };
  for (int run = 0; run < 3; ++run) {
    const auto verdict = accounts.copy();
    EXPECT_EQ(verdict.messages, 30U) << verdict.sentence();
    EXPECT_EQ(verdict.brought, 29U) << verdict.sentence();
    EXPECT_EQ(verdict.failed, 1U) << verdict.sentence();
    EXPECT_EQ(verdict.exit(), Exit::incomplete);
  }
  accounts.source.traits().withholds = {};
  expect_counts(accounts.copy(), 30, 0, 1);
  expect_same(accounts);
}

TEST(SilentSource, a_folder_that_vanishes_while_it_is_copied_ends_alone) {
  TwoAccounts accounts;
  accounts.options.connections = 1;
  accounts.target.traits().told.batch_items = 5;
  for (const auto* name : {"A", "B", "C"})
    for (int i = 0; i < 20; ++i) accounts.source.deliver(path(name), letter(i), {}, day(i));
  bool removed = false;
  accounts.target.on_step([&](const local::MemoryStep& step) {
    if (step.call == local::MemoryCall::append && step.folder == path("B") && step.item == 2 &&
        !std::exchange(removed, true))
      accounts.source.remove_folder(path("B"));
    return local::MemoryFault::none;
  });
  const auto verdict = accounts.copy();
  EXPECT_TRUE(removed);
  EXPECT_EQ(verdict.exit(), Exit::complete) << verdict.sentence();
  EXPECT_EQ(verdict.messages, 40U) << verdict.sentence();
  EXPECT_EQ(accounts.target.messages(path("A")).size(), 20U);
  EXPECT_EQ(accounts.target.messages(path("C")).size(), 20U);
  EXPECT_EQ(accounts.events.noticed(NoticeKind::folder_gone), 1U);
}

}  // namespace
}  // namespace postferry::engine

// Who is who and who goes first; the dry run; an interrupted run; two accounts held against each
// other.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "local/memory_source.hpp"
#include "tests/support/run_task.hpp"
#include "tests/unit/engine/two_accounts.hpp"

namespace postferry::engine {
namespace {

std::vector<storage::PairStatus> pairs_of(TwoAccounts& accounts) {
  return test::run(accounts.journal().pairs());
}

void fill_inbox(local::MemoryAccount& account, int count = 10) {
  for (int i = 0; i < count; ++i) account.deliver(inbox, letter(i), flags("\\Seen"), day(i));
  account.deliver(path("Notes"), nameless(1), {}, day(1));
}

TEST(Identity, the_same_account_is_refused) {
  TwoAccounts accounts;
  accounts.target_key = accounts.source_key;
  const auto verdict = accounts.copy();
  ASSERT_TRUE(verdict.stopped_by);
  EXPECT_EQ(verdict.stopped_by->code, ErrorCode::same_account);
  EXPECT_EQ(verdict.exit(), Exit::wrong_account);
}

TEST(Identity, the_same_account_under_two_names_is_refused) {
  TwoAccounts accounts;
  accounts.source.traits().told.identity.peer = "192.0.2.1:993";
  accounts.target.traits().told.identity.peer = "192.0.2.1:993";
  EXPECT_EQ(accounts.copy().exit(), Exit::wrong_account);
}

TEST(Identity, a_run_that_would_read_the_target_as_its_source_is_refused) {
  TwoAccounts accounts;
  fill_inbox(accounts.source);
  // Generations of one server are not those of another.
  for (int i = 0; i < 3; ++i) accounts.target.bump_generation(inbox);
  accounts.copy();
  auto swapped = accounts.context();  // DNS has moved: the source's name leads to the target
  swapped.open_source = [&accounts]() -> Task<std::unique_ptr<mail::Source>> {
    co_return std::make_unique<local::MemorySource>(accounts.target);
  };
  const auto verdict = run_once(std::move(swapped), accounts.stop);
  ASSERT_TRUE(verdict.stopped_by) << verdict.sentence();
  EXPECT_EQ(verdict.stopped_by->code, ErrorCode::wrong_server);
  EXPECT_EQ(verdict.exit(), Exit::wrong_account);
  EXPECT_EQ(accounts.target.messages(inbox).size(), 10U);
}

TEST(Lease, the_second_run_says_who_holds_the_pair) {
  TwoAccounts accounts;
  fill_inbox(accounts.source);
  const auto pair = test::run(accounts.journal().pair({accounts.source_key, accounts.target_key}));
  const auto lease = test::run(accounts.journal().acquire(pair)).value();
  const auto verdict = accounts.copy();
  EXPECT_EQ(verdict.exit(), Exit::lease_held);
  ASSERT_TRUE(verdict.stopped_by);
  EXPECT_FALSE(verdict.stopped_by->text.empty());
  EXPECT_TRUE(accounts.target.messages(inbox).empty());
  test::run(accounts.journal().release(lease));
  expect_counts(accounts.copy(), 11, 0, 11);
}

TEST(Plan, tells_what_a_run_would_do_and_writes_nothing) {
  TwoAccounts accounts;
  fill_inbox(accounts.source);
  accounts.target.deliver(inbox, letter(3), {}, day(3));
  accounts.options.max_size_bytes = 100'000;
  accounts.source.deliver(inbox, letter(70, std::string(200'000, 'x')), {}, day(70));
  const auto plan = accounts.plan();
  ASSERT_EQ(plan.folders.size(), 2U);
  EXPECT_EQ(plan.folders[0].messages, 11U);
  EXPECT_EQ(plan.folders[0].to_copy, 9U);
  EXPECT_EQ(plan.folders[0].was_there, 1U);
  EXPECT_EQ(plan.folders[0].excluded.at("--max-size"), 1U);
  EXPECT_EQ(plan.folders[1].action, FolderAction::create);
  EXPECT_EQ(accounts.target.paths().size(), 1U);
  EXPECT_EQ(accounts.target.used_items(), 1U);
  EXPECT_TRUE(pairs_of(accounts).empty());
}

TEST(Plan, after_a_run_shows_what_is_settled) {
  TwoAccounts accounts;
  fill_inbox(accounts.source);
  accounts.copy();
  accounts.source.deliver(inbox, letter(20), {}, day(20));
  const auto plan = accounts.plan();
  ASSERT_EQ(plan.folders.size(), 2U);
  EXPECT_EQ(plan.folders[0].settled, 10U);
  EXPECT_EQ(plan.folders[0].to_copy, 1U);
  EXPECT_EQ(plan.folders[1].to_copy, 0U);
  expect_counts(accounts.copy(), 12, 0, 1);
}

TEST(Plan, says_what_will_not_fit) {
  TwoAccounts accounts;
  fill_inbox(accounts.source);
  accounts.target.traits().quota_bytes = 100;
  accounts.target.traits().told.largest_item_bytes = 90;
  const auto plan = accounts.plan();
  EXPECT_EQ(plan.too_large, 10U);
  EXPECT_EQ(plan.warnings.size(), 2U);
}

TEST(Interrupted, a_run_stops_cleanly_and_goes_on) {
  TwoAccounts accounts;
  fill_inbox(accounts.source, 60);
  accounts.target.traits().told.batch_items = 10;
  accounts.target.on_step([&](const local::MemoryStep& step) {
    if (step.call == local::MemoryCall::append && accounts.target.used_items() > 15)
      accounts.stop.stop();
    return local::MemoryFault::none;
  });
  auto verdict = accounts.copy();
  EXPECT_EQ(verdict.exit(), Exit::interrupted) << verdict.sentence();
  const auto there = accounts.target.used_items();
  EXPECT_GT(there, 15U);
  EXPECT_LT(there, 61U);
  accounts.target.on_step({});
  const StopRequest nobody;
  verdict = run_once(accounts.context(), nobody);
  expect_counts(verdict, 61, 0, 61 - there);
  expect_same(accounts);
}

TEST(Compare, finds_two_equal_accounts_equal) {
  TwoAccounts accounts;
  fill_inbox(accounts.source);
  accounts.copy();
  accounts.forget();
  for (const auto depth : {Depth::headers, Depth::every_byte}) {
    const auto comparison = accounts.compare(depth);
    EXPECT_TRUE(comparison.is_same()) << comparison.sentence();
    EXPECT_EQ(comparison.total(&ComparedFolder::same), 11U);
    EXPECT_EQ(comparison.total(&ComparedFolder::extra), 0U);
  }
  EXPECT_TRUE(pairs_of(accounts).empty());
}

struct Planted : testing::Test {
  Planted() {
    fill_inbox(accounts.source);
    accounts.copy();
  }
  mail::ItemId copy_at(std::size_t position) const {
    return local::item_id(accounts.target.messages(inbox).at(position).number);
  }
  TwoAccounts accounts;
};

TEST_F(Planted, a_missing_message_is_found) {
  accounts.target.remove(inbox, copy_at(4));
  for (const auto depth : {Depth::headers, Depth::every_byte}) {
    const auto comparison = accounts.compare(depth);
    EXPECT_FALSE(comparison.is_same());
    EXPECT_EQ(comparison.total(&ComparedFolder::missing), 1U) << comparison.sentence();
    EXPECT_EQ(comparison.total(&ComparedFolder::same), 10U);
  }
}

TEST_F(Planted, a_missing_duplicate_is_found) {
  accounts.source.deliver(inbox, letter(4), flags("\\Seen"), day(4));
  const auto comparison = accounts.compare(Depth::headers);
  EXPECT_EQ(comparison.total(&ComparedFolder::missing), 1U) << comparison.sentence();
}

TEST_F(Planted, an_altered_message_is_found_byte_by_byte) {
  accounts.target.remove(inbox, copy_at(4));
  accounts.target.deliver(inbox, letter(4, "Hullo."), flags("\\Seen"), day(4));
  EXPECT_TRUE(accounts.compare(Depth::headers).is_same());
  const auto comparison = accounts.compare(Depth::every_byte);
  EXPECT_EQ(comparison.total(&ComparedFolder::altered), 1U) << comparison.sentence();
  EXPECT_EQ(comparison.total(&ComparedFolder::missing), 0U);
  EXPECT_EQ(comparison.total(&ComparedFolder::same), 10U);
  EXPECT_FALSE(comparison.is_same());
}

TEST_F(Planted, an_extra_message_and_folder_are_found) {
  accounts.target.deliver(inbox, letter(4), {}, day(4));
  accounts.target.deliver(path("Mine/Own"), letter(99), {}, day(9));
  for (const auto depth : {Depth::headers, Depth::every_byte}) {
    const auto comparison = accounts.compare(depth);
    EXPECT_TRUE(comparison.is_same()) << comparison.sentence();
    EXPECT_EQ(comparison.total(&ComparedFolder::extra), 1U);
    EXPECT_EQ(comparison.extra_folders,
              (std::vector<mail::FolderPath>{path("Mine"), path("Mine/Own")}));
  }
}

TEST_F(Planted, what_a_rule_leaves_out_is_not_missing) {
  accounts.source.deliver(path("Junk"), letter(1), {}, day(1));
  accounts.source.deliver(inbox, letter(70, std::string(2000, 'x')), {}, day(70));
  accounts.options.exclude = {"Junk"};
  accounts.options.max_size_bytes = 1000;
  const auto comparison = accounts.compare(Depth::headers);
  EXPECT_TRUE(comparison.is_same()) << comparison.sentence();
  EXPECT_EQ(comparison.total(&ComparedFolder::excluded), 2U);
}

TEST_F(Planted, other_flags_and_dates_are_counted) {
  accounts.target.set_flags(inbox, copy_at(1), flags("\\Flagged"));
  accounts.target.remove(inbox, copy_at(2));
  accounts.target.deliver(inbox, letter(2), flags("\\Seen"), day(40));
  const auto comparison = accounts.compare(Depth::headers);
  EXPECT_TRUE(comparison.is_same()) << comparison.sentence();
  EXPECT_EQ(comparison.total(&ComparedFolder::flags_differ), 1U);
  EXPECT_EQ(comparison.total(&ComparedFolder::dates_differ), 1U);
}

}  // namespace
}  // namespace postferry::engine

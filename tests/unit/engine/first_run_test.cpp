// The first run between two accounts: what arrives, what is recognised, what is refused.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/unit/engine/two_accounts.hpp"

namespace postferry::engine {
namespace {

// Nested and empty folders, flags, keywords, genuine duplicates, twins by header, nameless ones.
void fill(local::MemoryAccount& account) {
  for (int i = 0; i < 20; ++i)
    account.deliver(inbox, letter(i), flags(i % 2 ? "\\Seen $Forwarded" : ""), day(i));
  for (int i = 0; i < 3; ++i) account.deliver(path("Lists/Büro"), letter(7), {}, day(7));
  for (int i = 0; i < 5; ++i)
    account.deliver(path("Lists/Büro"), letter(8, fmt::format("body {}", i)), {}, day(8));
  for (int i = 0; i < 6; ++i)
    account.deliver(path("Notes"), nameless(i), flags("\\Flagged"), day(i));
  for (int i = 0; i < 2; ++i)
    account.deliver(path("Notes"), nameless(3), flags("\\Deleted"), day(3));
  account.deliver(path("Notes"), "", {}, day(1));
  account.deliver(path("Notes"), "\r\nno header\r\n", {}, day(1));
  account.deliver(path("Notes"), std::string("a\0b\nbare", 8), flags("\\Draft"), day(1));
  account.make_folder(path("Empty/Below"));
}

TEST(FirstRun, brings_every_byte_flag_and_date) {
  TwoAccounts accounts;
  fill(accounts.source);
  const auto before = accounts.source.steps();
  expect_counts(accounts.copy(), 39, 0, 39);
  EXPECT_GT(accounts.source.steps(), before);
  expect_same(accounts);
  for (const auto& message : accounts.target.messages(inbox))
    EXPECT_EQ(message.received.zone, std::chrono::minutes(90));
}

TEST(FirstRun, leaves_the_source_as_it_was) {
  TwoAccounts accounts;
  fill(accounts.source);
  local::MemoryAccount untouched;
  fill(untouched);
  accounts.copy();
  for (const auto& folder : untouched.paths()) {
    EXPECT_EQ(seen(accounts.source, folder), seen(untouched, folder));
    EXPECT_EQ(accounts.source.find(folder)->mark().checkpoint(),
              untouched.find(folder)->mark().checkpoint());
  }
}

TEST(FirstRun, a_second_run_finds_nothing_to_do) {
  TwoAccounts accounts;
  fill(accounts.source);
  accounts.copy();
  const auto source_steps = accounts.source.steps();
  const auto target_steps = accounts.target.steps();
  expect_counts(accounts.copy(), 39, 0, 0);
  expect_same(accounts);
  // One listing a side and a goodbye: as cheap as the account is big.
  EXPECT_LE(accounts.source.steps() - source_steps, 3U);
  EXPECT_LE(accounts.target.steps() - target_steps, 3U);
}

TEST(FirstRun, keeps_the_order_of_a_folder) {
  TwoAccounts accounts;
  accounts.target.traits().told.batch_items = 7;
  accounts.options.connections = 4;
  for (int i = 0; i < 60; ++i) accounts.source.deliver(inbox, letter(i), {}, day(i));
  accounts.copy();
  const auto there = accounts.target.messages(inbox);
  const auto here = accounts.source.messages(inbox);
  ASSERT_EQ(there.size(), here.size());
  for (std::size_t i = 0; i < here.size(); ++i) EXPECT_EQ(*there[i].bytes, *here[i].bytes) << i;
}

TEST(FirstRun, an_account_without_messages_is_complete) {
  TwoAccounts accounts;
  accounts.source.make_folder(path("A/B"));
  EXPECT_EQ(accounts.copy().exit(), Exit::complete);
  EXPECT_NE(accounts.target.find(path("A/B")), nullptr);
}

TEST(FirstRun, subscriptions_travel) {
  TwoAccounts accounts;
  accounts.source.make_folder(path("A")).listed.subscribed = mail::Subscribed::yes;
  accounts.source.make_folder(path("B"));
  accounts.copy();
  EXPECT_EQ(accounts.target.find(path("A"))->listed.subscribed, mail::Subscribed::yes);
  EXPECT_EQ(accounts.target.find(path("B"))->listed.subscribed, mail::Subscribed::no);
}

TEST(FirstRun, what_is_there_already_is_recognised) {
  TwoAccounts accounts;
  fill(accounts.source);
  fill(accounts.target);
  expect_counts(accounts.copy(), 0, 39, 0);
  expect_same(accounts);
  expect_counts(accounts.copy(), 0, 39, 0);
}

TEST(FirstRun, without_its_journal_it_copies_nothing_again) {
  TwoAccounts accounts;
  fill(accounts.source);
  accounts.copy();
  accounts.forget();
  expect_counts(accounts.copy(), 0, 39, 0);
  expect_same(accounts);
}

TEST(FirstRun, digests_decide_which_of_a_class_are_missing) {
  TwoAccounts accounts;
  fill(accounts.source);
  // Two of three equal ones, two of five twins by header, and one that only looks alike.
  for (int i = 0; i < 2; ++i) accounts.target.deliver(path("Lists/Büro"), letter(7), {}, day(7));
  accounts.target.deliver(path("Lists/Büro"), letter(8, "body 3"), {}, day(8));
  accounts.target.deliver(path("Lists/Büro"), letter(8, "body 1"), {}, day(8));
  accounts.target.deliver(path("Lists/Büro"), letter(8, "body X"), {}, day(8));
  accounts.target.deliver(path("Notes"), nameless(3), flags("\\Flagged"), day(3));
  accounts.target.deliver(path("Notes"), nameless(99), {}, day(3));
  expect_counts(accounts.copy(), 34, 5, 34);
  auto wished = seen(accounts.source, path("Lists/Büro"));
  wished.emplace(letter(8, "body X"), "", day(8).instant.time_since_epoch().count());
  EXPECT_EQ(seen(accounts.target, path("Lists/Büro")), wished);
  EXPECT_EQ(accounts.target.messages(path("Notes")).size(), 12U);
}

TEST(FirstRun, mail_delivered_to_both_sides_was_there_and_was_not_brought) {
  TwoAccounts accounts;
  accounts.source.deliver(inbox, "Received: by old\r\n" + letter(1), {}, day(1));
  accounts.target.deliver(inbox, "Received: by new.example\r\n" + letter(1), {}, day(1));
  expect_counts(accounts.copy(), 0, 1, 0);
  EXPECT_EQ(accounts.target.messages(inbox).size(), 1U);
}

TEST(FirstRun, keywords_the_target_does_not_take_are_counted_by_name) {
  TwoAccounts accounts;
  accounts.target.traits().refuses = flags("$Forwarded");
  for (int i = 0; i < 5; ++i)
    accounts.source.deliver(inbox, letter(i), flags("\\Seen $Forwarded blue"), day(i));
  const auto verdict = accounts.copy();
  EXPECT_EQ(verdict.exit(), Exit::complete) << verdict.sentence();
  EXPECT_EQ(verdict.keywords_dropped, (std::map<std::string, std::uint64_t>{{"$Forwarded", 5}}));
  for (const auto& message : accounts.target.messages(inbox))
    EXPECT_EQ(message.flags, flags("\\Seen blue"));
  EXPECT_EQ(accounts.copy().flags_changed_now, 0U);
}

TEST(FirstRun, excludes_by_rule_and_counts_by_rule) {
  TwoAccounts accounts;
  accounts.options.max_size_bytes = 1000;
  accounts.options.exclude = {"Junk"};
  accounts.source.deliver(inbox, letter(1), {}, day(1));
  accounts.source.deliver(inbox, letter(2, std::string(2000, 'x')), {}, day(2));
  accounts.source.deliver(path("Junk/Old"), letter(3), {}, day(3));
  const auto verdict = accounts.copy();
  expect_counts(verdict, 1, 0, 1);
  EXPECT_EQ(verdict.messages, 3U);
  EXPECT_EQ(verdict.excluded,
            (std::map<std::string, std::uint64_t>{{"--max-size", 1}, {"--exclude 'Junk'", 1}}));
  EXPECT_EQ(accounts.target.find(path("Junk")), nullptr);
}

TEST(FirstRun, merges_two_folders_when_the_map_says_so) {
  TwoAccounts accounts;
  accounts.options.map = {{path("Old"), path("Archive")}, {path("Older"), path("Archive")}};
  accounts.source.deliver(path("Old"), letter(1), {}, day(1));
  accounts.source.deliver(path("Older"), letter(1), {}, day(1));
  accounts.source.deliver(path("Older"), letter(2), {}, day(2));
  accounts.source.deliver(path("Old/Sub"), letter(3), {}, day(3));
  expect_counts(accounts.copy(), 4, 0, 4);
  EXPECT_EQ(accounts.target.messages(path("Archive")).size(), 3U);
  EXPECT_EQ(accounts.target.messages(path("Archive/Sub")).size(), 1U);
  expect_counts(accounts.copy(), 4, 0, 0);
}

TEST(FirstRun, two_sources_share_one_target) {
  TwoAccounts first;
  TwoAccounts second;
  for (int i = 0; i < 5; ++i) first.source.deliver(inbox, letter(i), {}, day(i));
  for (int i = 3; i < 8; ++i) second.source.deliver(inbox, letter(i), {}, day(i));
  expect_counts(first.copy(), 5, 0, 5);
  auto context = first.context();
  context.source = {"bob@old.example", "bob@old.example:993"};
  context.open_source = second.context().open_source;
  const auto verdict = run_once(std::move(context), first.stop);
  expect_counts(verdict, 3, 2, 3);
  EXPECT_EQ(first.target.messages(inbox).size(), 8U);
  expect_counts(first.copy(), 5, 0, 0);
}

TEST(FirstRun, merged_folders_share_what_is_there_but_claim_it_once) {
  TwoAccounts accounts;
  for (const auto* name : {"A", "B"}) {
    accounts.source.make_folder(path(name));
    accounts.source.deliver(path(name), letter(1), {}, day(1));
    accounts.options.map.push_back({path(name), path("X")});
  }
  accounts.target.make_folder(path("X"));
  accounts.target.deliver(path("X"), letter(1), {}, day(1));
  auto verdict = accounts.copy();
  expect_counts(verdict, 1, 1, 1);
  EXPECT_EQ(verdict.exit(), Exit::complete) << verdict.sentence();
  EXPECT_EQ(accounts.target.messages(path("X")).size(), 2U);
  verdict = accounts.copy();
  EXPECT_EQ(verdict.copied_now, 0U);
  EXPECT_EQ(accounts.target.messages(path("X")).size(), 2U);
}

}  // namespace
}  // namespace postferry::engine

// Targets that lie: about dates, flags and ids, about what they stored, about what they did not.
#include <gtest/gtest.h>

#include "tests/unit/engine/two_accounts.hpp"

namespace postferry::engine {
namespace {

using local::MemoryCall;
using local::MemoryFault;
using local::MemoryMoment;
using local::MemoryStep;

struct LyingTarget : testing::Test {
  LyingTarget() {
    for (int i = 0; i < 50; ++i) accounts.source.deliver(inbox, letter(i), {}, day(i));
  }
  TwoAccounts accounts;
};

TEST_F(LyingTarget, dates_ignored_stop_the_run_early) {
  accounts.target.traits().dates = local::MemoryDates::ignored;
  const auto verdict = accounts.copy();
  EXPECT_EQ(verdict.exit(), Exit::needs_decision) << verdict.sentence();
  EXPECT_LE(accounts.target.messages(inbox).size(), 3U);
  // Asked again, the answer is the same, and nothing more arrives.
  EXPECT_EQ(accounts.copy().exit(), Exit::needs_decision);
  EXPECT_LE(accounts.target.messages(inbox).size(), 6U);
}

TEST_F(LyingTarget, dates_ignored_and_accepted) {
  accounts.target.traits().dates = local::MemoryDates::ignored;
  accounts.copy();
  accounts.options.accept_dates = AcceptDates::yes;
  const auto verdict = accounts.copy();
  EXPECT_EQ(verdict.exit(), Exit::complete) << verdict.sentence();
  EXPECT_EQ(verdict.brought, 50U);
  EXPECT_EQ(accounts.target.messages(inbox).size(), 50U);
  EXPECT_EQ(accounts.copy().copied_now, 0U);
}

TEST_F(LyingTarget, the_second_question_still_stands_without_accept) {
  accounts.target.traits().dates = local::MemoryDates::ignored;
  accounts.options.accept_dates = AcceptDates::yes;
  accounts.copy();
  accounts.options.accept_dates = AcceptDates::no;
  accounts.source.deliver(inbox, letter(60), {}, day(60));
  EXPECT_EQ(accounts.copy().copied_now, 1U);
}

TEST_F(LyingTarget, without_ids_everything_is_found_and_nothing_comes_twice) {
  accounts.target.traits().told.returns_ids = mail::Keeps::no;
  accounts.target.traits().told.append_mode = mail::AppendMode::pipelined;
  for (int i = 0; i < 3; ++i) accounts.source.deliver(inbox, letter(7), {}, day(7));
  for (int i = 0; i < 3; ++i) accounts.source.deliver(inbox, nameless(i), {}, day(i));
  expect_counts(accounts.copy(), 56, 0, 56);
  expect_same(accounts);
  const auto id = local::item_id(accounts.source.messages(inbox).front().number);
  accounts.source.set_flags(inbox, id, flags("\\Flagged"));
  accounts.source.deliver(inbox, letter(7), {}, day(7));
  const auto verdict = accounts.copy();
  expect_counts(verdict, 57, 0, 1);
  EXPECT_EQ(verdict.flags_changed_now, 1U);
  expect_same(accounts);
}

TEST_F(LyingTarget, flags_it_drops_are_told) {
  accounts.source.deliver(inbox, letter(60), flags("\\Answered $Work"), day(-10));
  accounts.target.traits().drops = flags("\\Answered");
  const auto verdict = accounts.copy();
  EXPECT_EQ(verdict.exit(), Exit::complete) << verdict.sentence();
  EXPECT_EQ(accounts.copy().flags_changed_now, 0U);
}

TEST_F(LyingTarget, stored_and_yet_refused_is_found_at_once) {
  int refused = 0;
  accounts.target.on_step([&](const MemoryStep& step) {
    return step.call == MemoryCall::append && step.moment == MemoryMoment::before_answer &&
                   refused++ == 0
               ? MemoryFault::refuse
               : MemoryFault::none;
  });
  accounts.target.traits().told.append_mode = mail::AppendMode::one_by_one;
  auto verdict = accounts.copy();
  EXPECT_GT(refused, 0);
  EXPECT_EQ(verdict.failed, 0U) << verdict.sentence();
  EXPECT_EQ(verdict.exit(), Exit::complete) << verdict.sentence();
  expect_same(accounts);
  verdict = accounts.copy();
  EXPECT_EQ(verdict.copied_now, 0U) << verdict.sentence();
  expect_same(accounts);
}

TEST_F(LyingTarget, a_claim_without_a_message_is_not_believed) {
  int claimed = 0;
  accounts.target.on_step([&](const MemoryStep& step) {
    return step.call == MemoryCall::append && step.moment == MemoryMoment::before_store &&
                   step.item == 10 && claimed++ == 0
               ? MemoryFault::claim_stored
               : MemoryFault::none;
  });
  accounts.target.traits().told.append_mode = mail::AppendMode::one_by_one;
  const auto verdict = accounts.copy();
  // What the target does not show is never counted as brought.
  EXPECT_EQ(accounts.target.messages(inbox).size(), 49U);
  EXPECT_EQ(verdict.brought, 49U) << verdict.sentence();
  EXPECT_EQ(verdict.exit(), Exit::incomplete);
}

TEST_F(LyingTarget, rewritten_messages_do_not_come_twice) {
  accounts.target.traits().rewrites = [](std::string bytes) { return "X-Seen: yes\r\n" + bytes; };
  expect_counts(accounts.copy(), 50, 0, 50);
  expect_counts(accounts.copy(), 50, 0, 0);
  EXPECT_EQ(accounts.target.messages(inbox).size(), 50U);
}

}  // namespace
}  // namespace postferry::engine

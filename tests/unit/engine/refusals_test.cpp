// Targets that refuse or are full, and accounts that change while they are copied.
#include <gtest/gtest.h>
#include <set>

#include "tests/unit/engine/two_accounts.hpp"

namespace postferry::engine {
namespace {

using local::MemoryCall;
using local::MemoryFault;
using local::MemoryMoment;
using local::MemoryStep;

std::optional<Error> no_virus(std::string_view bytes) {
  if (bytes.find("virus") == std::string_view::npos) return std::nullopt;
  return Error{.code = ErrorCode::content_refused,
               .text = "550 a virus, says the server",
               .where = "",
               .scope = Scope::item};
}

class Refusals : public testing::TestWithParam<mail::AppendMode> {
 protected:
  Refusals() {
    accounts_.target.traits().told.append_mode = GetParam();
    accounts_.target.traits().refuses_content = no_virus;
  }

  void deliver(int count, const std::set<int>& bad) {
    for (int i = 0; i < count; ++i)
      accounts_.source.deliver(inbox, letter(i, bad.contains(i) ? "virus" : "good"), {}, day(i));
  }

  TwoAccounts accounts_;
};

TEST_P(Refusals, one_bad_message_of_a_hundred_fails_alone) {
  deliver(100, {42});
  auto verdict = accounts_.copy();
  EXPECT_EQ(verdict.exit(), Exit::incomplete);
  EXPECT_EQ(verdict.brought, 99U) << verdict.sentence();
  EXPECT_EQ(verdict.failed, 1U);
  ASSERT_EQ(verdict.failures.size(), 1U);
  EXPECT_EQ(verdict.failures[0].text, "550 a virus, says the server");
  EXPECT_EQ(verdict.failures[0].code, ErrorCode::content_refused);
  // Later runs try it again.
  EXPECT_EQ(accounts_.copy().failed, 1U);
  accounts_.target.traits().refuses_content = nullptr;
  expect_counts(accounts_.copy(), 100, 0, 1);
  expect_same(accounts_);
}

TEST_P(Refusals, fifteen_in_a_row_stay_below_where_the_server_hangs_up) {
  accounts_.target.traits().hangs_up_after_refusals = 10;
  std::set<int> bad;
  for (int i = 20; i < 35; ++i) bad.insert(i);
  deliver(60, bad);
  const auto verdict = accounts_.copy();
  EXPECT_EQ(verdict.failed, 15U) << verdict.sentence();
  EXPECT_EQ(verdict.brought, 45U);
  EXPECT_EQ(accounts_.target.messages(inbox).size(), 45U);
  for (const auto& failure : verdict.failures)
    EXPECT_EQ(failure.code, ErrorCode::content_refused) << failure.text;
}

TEST_P(Refusals, a_full_target_ends_the_run_and_a_wider_one_gets_the_rest) {
  deliver(60, {});
  accounts_.target.traits().told.batch_items = 10;
  accounts_.target.traits().quota_items = 25;
  auto verdict = accounts_.copy();
  EXPECT_EQ(verdict.exit(), Exit::target_full) << verdict.sentence();
  EXPECT_LE(accounts_.target.messages(inbox).size(), 25U);
  EXPECT_GE(accounts_.target.messages(inbox).size(), 20U);
  accounts_.target.traits().quota_items = 100;
  verdict = accounts_.copy();
  EXPECT_EQ(verdict.exit(), Exit::complete) << verdict.sentence();
  EXPECT_EQ(verdict.brought, 60U);
  expect_same(accounts_);
}

TEST_P(Refusals, too_large_for_the_target_fails_alone) {
  accounts_.target.traits().told.largest_item_bytes = 1000;
  deliver(10, {});
  accounts_.source.deliver(inbox, letter(10, std::string(5000, 'x')), {}, day(10));
  const auto verdict = accounts_.copy();
  EXPECT_EQ(verdict.failed, 1U) << verdict.sentence();
  EXPECT_EQ(verdict.brought, 10U);
  ASSERT_EQ(verdict.failures.size(), 1U);
  EXPECT_EQ(verdict.failures[0].code, ErrorCode::item_too_large);
}

TEST_P(Refusals, a_throttle_is_waited_for) {
  deliver(12, {});
  int throttled = 0;
  accounts_.target.traits().refuses_content =
      [&throttled](std::string_view bytes) -> std::optional<Error> {
    if (bytes.find("letter 7\r\n") == std::string_view::npos || throttled++ > 0)
      return std::nullopt;
    return Error{.code = ErrorCode::throttled,
                 .text = "[LIMIT] slow down",
                 .where = "",
                 .scope = Scope::account,
                 .retry = Retry::later,
                 .retry_after = std::chrono::seconds(0)};
  };
  expect_counts(accounts_.copy(), 12, 0, 12);
  expect_same(accounts_);
  EXPECT_GT(accounts_.events.noticed(NoticeKind::throttled), 0U);
}

TEST_P(Refusals, no_permission_is_not_bisected) {
  deliver(50, {});
  std::uint64_t asked = 0;
  accounts_.target.traits().refuses_content = [&asked](std::string_view) -> std::optional<Error> {
    ++asked;
    return Error{
        .code = ErrorCode::permission_denied, .text = "ACL", .where = "", .scope = Scope::folder};
  };
  const auto verdict = accounts_.copy();
  EXPECT_EQ(verdict.failed, 50U) << verdict.sentence();
  EXPECT_LE(asked, 50U);
}

TEST_P(Refusals, a_message_that_vanishes_while_we_copy_is_no_failure) {
  deliver(30, {});
  accounts_.target.traits().told.batch_items = 10;
  bool removed = false;
  accounts_.source.on_step([&](const MemoryStep& step) {
    if (step.call == MemoryCall::read && step.item == 5 && !removed) {
      removed = true;
      const auto last = accounts_.source.messages(inbox).back().number;
      accounts_.source.remove(inbox, local::item_id(last));
    }
    return MemoryFault::none;
  });
  const auto verdict = accounts_.copy();
  ASSERT_TRUE(removed);
  EXPECT_EQ(verdict.exit(), Exit::complete) << verdict.sentence();
  EXPECT_EQ(verdict.brought, 29U);
  accounts_.source.on_step({});
  expect_counts(accounts_.copy(), 29, 0, 0);
  expect_same(accounts_);
}

TEST_P(Refusals, mail_that_arrives_meanwhile_is_for_the_next_run) {
  deliver(30, {});
  bool arrived = false;
  accounts_.target.on_step([&](const MemoryStep& step) {
    if (step.call == MemoryCall::append && !arrived) {
      arrived = true;
      accounts_.source.deliver(inbox, letter(100), {}, day(100));
      accounts_.target.deliver(inbox, letter(101), {}, day(101));
    }
    return MemoryFault::none;
  });
  const auto verdict = accounts_.copy();
  EXPECT_EQ(verdict.exit(), Exit::complete) << verdict.sentence();
  EXPECT_EQ(verdict.brought, 30U);
  EXPECT_EQ(verdict.new_since, 1U);
  expect_counts(accounts_.copy(), 31, 0, 1);
  EXPECT_EQ(accounts_.target.messages(inbox).size(), 32U);
}

std::string mode_name(const testing::TestParamInfo<mail::AppendMode>& info) {
  return info.param == mail::AppendMode::multi       ? "multi"
         : info.param == mail::AppendMode::pipelined ? "pipelined"
                                                     : "one_by_one";
}
INSTANTIATE_TEST_SUITE_P(Target, Refusals,
                         testing::Values(mail::AppendMode::multi, mail::AppendMode::pipelined,
                                         mail::AppendMode::one_by_one),
                         mode_name);

}  // namespace
}  // namespace postferry::engine

// Several connections side by side, where the servers let in fewer than are wished for.
#include "engine/crew.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <utility>

#include "base/error_catalog.hpp"
#include "tests/unit/engine/two_accounts.hpp"

namespace postferry::engine {
namespace {

// How a server tells the second connection that it takes one alone.
struct Crowd : testing::TestWithParam<ErrorCode> {
  Crowd() {
    accounts.options.connections = 3;
    for (int i = 0; i < 30; ++i)
      accounts.source.deliver(path(fmt::format("F{}", i % 5)), letter(i), {}, day(i));
  }

  // One run, whose openers let in only the first.
  Verdict copy() {
    auto context = accounts.context();
    context.open_source = first_only(std::move(context.open_source), Side::source);
    context.open_target = first_only(std::move(context.open_target), Side::target);
    return run_once(std::move(context), stop);
  }

  template <class Door>
  Opening<Door> first_only(Opening<Door> open, Side side) {
    return [this, open = std::move(open), side,
            is_first = true]() mutable -> Task<std::unique_ptr<Door>> {
      if (std::exchange(is_first, false)) return open();
      ++refused;
      return refuse<Door>(side);
    };
  }
  template <class Door>
  static Task<std::unique_ptr<Door>> refuse(Side side) {
    throw Failure(Error{.code = GetParam(), .text = "Not you again.", .side = side});
    co_return nullptr;
  }

  TwoAccounts accounts;
  StopRequest stop;
  std::size_t refused = 0;
};

TEST_P(Crowd, the_first_connection_does_it_all) {
  const auto verdict = copy();
  EXPECT_EQ(verdict.exit(), Exit::complete) << verdict.sentence();
  expect_counts(verdict, 30, 0, 30);
  expect_same(accounts);
  EXPECT_GT(refused, 0U);
}

INSTANTIATE_TEST_SUITE_P(Server, Crowd,
                         testing::Values(ErrorCode::too_many_connections, ErrorCode::throttled,
                                         ErrorCode::connection_lost, ErrorCode::cannot_connect,
                                         ErrorCode::wrong_password, ErrorCode::login_refused),
                         [](const auto& param) { return std::string(code_name(param.param)); });

using RefusedLogin = Crowd;

TEST_P(RefusedLogin, is_not_provoked_again) {
  copy();
  EXPECT_LE(refused, 2U);
}

INSTANTIATE_TEST_SUITE_P(Server, RefusedLogin,
                         testing::Values(ErrorCode::wrong_password, ErrorCode::login_refused),
                         [](const auto& param) { return std::string(code_name(param.param)); });

TEST(Lanes, are_as_many_as_the_target_likes_unless_more_are_wished_for) {
  mail::Traits traits;
  EXPECT_EQ(most_lanes({}, traits), 4U);
  traits.parallel_connections = 2;
  EXPECT_EQ(most_lanes({}, traits), 2U);
  Options options;
  options.connections = 8;
  EXPECT_EQ(most_lanes(options, traits), 8U);
}

TEST(Lanes, broken_off_in_one_folder_do_not_take_each_others_twins) {
  TwoAccounts accounts;
  accounts.options.connections = 2;
  accounts.target.traits().told.append_mode = mail::AppendMode::one_by_one;
  accounts.target.traits().told.batch_items = 1;
  accounts.source.deliver(path("INBOX"), letter(0), {}, day(0));
  expect_counts(accounts.copy(), 1, 0, 1);
  accounts.source.deliver(path("INBOX"), letter(1), {}, day(4));
  accounts.source.deliver(path("INBOX"), letter(1), {}, day(5));
  accounts.target.on_step([begun = 0, answered = 0](const local::MemoryStep& step) mutable {
    using enum local::MemoryMoment;
    if (step.call != local::MemoryCall::append) return local::MemoryFault::none;
    const bool lost = (step.moment == before_store && ++begun == 1) ||
                      (step.moment == before_answer && ++answered == 1);
    return lost ? local::MemoryFault::lose_connection : local::MemoryFault::none;
  });
  expect_counts(accounts.copy(), 3, 0, 2);
  expect_same(accounts);
}

}  // namespace
}  // namespace postferry::engine

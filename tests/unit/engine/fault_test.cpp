// The connection breaks at every step of a run, once for each step: the run that goes on, or the
// next one where the server stays away, ends with every message there once.
//
// All cases of a sweep run at the same time on one thread, because most of a case is waiting.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/gather.hpp"
#include "tests/support/run_task.hpp"
#include "tests/unit/engine/two_accounts.hpp"

namespace postferry::engine {
namespace {

using local::MemoryFault;
using local::MemoryMoment;
using local::MemoryStep;

enum class Away : std::uint8_t { for_a_moment, until_the_next_run };

struct Habits {
  mail::AppendMode mode = mail::AppendMode::multi;
  mail::Keeps returns_ids = mail::Keeps::yes;
  std::size_t connections = 1;
  std::string name;
};

class Faults : public testing::TestWithParam<Habits> {
 protected:
  // A first run's account: genuine duplicates, twins by header, nameless ones, two folders.
  static void fill(TwoAccounts& accounts) {
    auto& traits = accounts.target.traits();
    traits.told.append_mode = GetParam().mode;
    traits.told.returns_ids = GetParam().returns_ids;
    traits.told.batch_items = 4;
    accounts.options.connections = GetParam().connections;
    for (int i = 0; i < 5; ++i) accounts.source.deliver(inbox, letter(i), flags("\\Seen"), day(i));
    for (int i = 0; i < 3; ++i) accounts.source.deliver(inbox, letter(2), flags("\\Seen"), day(2));
    const auto notes = path("Notes");
    for (int i = 0; i < 2; ++i)
      accounts.source.deliver(notes, letter(9, fmt::format("{}", i)), {}, day(9));
    for (int i = 0; i < 3; ++i) accounts.source.deliver(notes, nameless(i / 2), {}, day(1));
  }

  // What happens between the first run and the second: new mail, flags, a move, a removal.
  static void live(TwoAccounts& accounts) {
    const auto messages = accounts.source.messages(inbox);
    const auto id = [&](std::size_t at) { return local::item_id(messages.at(at).number); };
    accounts.source.set_flags(inbox, id(0), flags("\\Flagged"));
    accounts.source.move(inbox, id(1), path("Notes"));
    for (int i = 20; i < 26; ++i) accounts.source.deliver(inbox, letter(i), {}, day(i));
    accounts.source.deliver(inbox, letter(2), flags("\\Seen"), day(2));
  }

  static void first(TwoAccounts& accounts, test::TaskLoop&) { fill(accounts); }
  static void second(TwoAccounts& accounts, test::TaskLoop& loop) {
    fill(accounts);
    loop.run(accounts.copying());
    live(accounts);
  }
};

struct Case {
  TwoAccounts accounts;
  std::uint64_t at = 0;  // the step that fails, counted from the begin of the run
  bool reached = false;
  std::vector<Verdict> verdicts;
  std::string where;
};

Error not_answering() {
  return {.code = ErrorCode::login_refused, .text = "down for now", .where = "memory"};
}

using Account = local::MemoryAccount TwoAccounts::*;

void plant(Case& one, Account side, Away away, MemoryFault fault, MemoryMoment only) {
  auto& account = one.accounts.*side;
  const auto begin = account.steps();
  account.on_step([&one, begin, side, away, fault, only](const MemoryStep& step) {
    const bool any = fault == MemoryFault::lose_connection;
    if (one.reached || step.number - begin < one.at || (!any && step.moment != only))
      return MemoryFault::none;
    one.reached = true;
    one.where =
        fmt::format("step {}: call {} moment {} of {} item {}", one.at, static_cast<int>(step.call),
                    static_cast<int>(step.moment), step.folder.text(), step.item);
    if (away == Away::until_the_next_run)
      (side == &TwoAccounts::source ? one.accounts.source_closed : one.accounts.target_closed) =
          not_answering();
    return fault;
  });
}

Task<> go_on(Case& one) {
  for (int run = 0; run < 3; ++run) {
    one.verdicts.push_back(co_await one.accounts.copying());
    one.accounts.source_closed.reset();
    one.accounts.target_closed.reset();
    one.accounts.source.on_step({});
    one.accounts.target.on_step({});
  }
}

void check(const Case& one) {
  SCOPED_TRACE(one.where);
  const auto& second = one.verdicts.at(1);
  const auto& last = one.verdicts.at(2);
  EXPECT_EQ(second.exit(), Exit::complete) << second.sentence();
  EXPECT_EQ(last.exit(), Exit::complete) << last.sentence();
  EXPECT_EQ(last.copied_now, 0U) << last.sentence();
  EXPECT_EQ(last.moved_or_removed, 0U) << last.sentence();
  expect_same(one.accounts);
}

// Runs the cases for steps 1, 2, ... together until a run ends before its step comes.
template <class Begin>
void sweep(Begin begin, Account side, Away away, MemoryFault fault = MemoryFault::lose_connection,
           MemoryMoment only = MemoryMoment::call) {
  constexpr std::uint64_t at_once = 40;
  bool all_reached = true;
  std::uint64_t reached = 0;
  for (std::uint64_t first = 1; all_reached && first < 2000; first += at_once) {
    std::vector<std::unique_ptr<Case>> cases;
    test::TaskLoop loop(std::chrono::seconds(300));
    for (std::uint64_t at = first; at < first + at_once; ++at) {
      auto one = std::make_unique<Case>();
      one->at = at;
      begin(one->accounts, loop);
      plant(*one, side, away, fault, only);
      cases.push_back(std::move(one));
    }
    std::vector<Task<>> tasks;
    for (auto& one : cases) tasks.push_back(go_on(*one));
    loop.run(all_of(std::move(tasks)));
    for (const auto& one : cases) {
      all_reached = all_reached && one->reached;
      reached += one->reached ? 1 : 0;
      check(*one);
      if (testing::Test::HasFailure()) return;
    }
  }
  EXPECT_GT(reached, 15U);
  testing::Test::RecordProperty("steps", std::to_string(reached));
}

TEST_P(Faults, the_target_is_lost_for_a_moment_in_a_first_run) {
  sweep(first, &TwoAccounts::target, Away::for_a_moment);
}

TEST_P(Faults, the_target_stays_away_in_a_first_run) {
  sweep(first, &TwoAccounts::target, Away::until_the_next_run);
}

TEST_P(Faults, the_source_is_lost_for_a_moment_in_a_first_run) {
  sweep(first, &TwoAccounts::source, Away::for_a_moment);
}

TEST_P(Faults, the_source_stays_away_in_a_first_run) {
  sweep(first, &TwoAccounts::source, Away::until_the_next_run);
}

TEST_P(Faults, the_target_is_lost_for_a_moment_in_a_second_run) {
  sweep(second, &TwoAccounts::target, Away::for_a_moment);
}

TEST_P(Faults, the_target_stays_away_in_a_second_run) {
  sweep(second, &TwoAccounts::target, Away::until_the_next_run);
}

TEST_P(Faults, the_source_stays_away_in_a_second_run) {
  sweep(second, &TwoAccounts::source, Away::until_the_next_run);
}

TEST_P(Faults, a_store_that_happens_late) {
  sweep(
      [](TwoAccounts& accounts, test::TaskLoop&) {
        fill(accounts);
        accounts.target.traits().late_commit_looks = 1;
      },
      &TwoAccounts::target, Away::for_a_moment, MemoryFault::store_late,
      MemoryMoment::before_store);
}

INSTANTIATE_TEST_SUITE_P(
    Target, Faults,
    testing::Values(Habits{mail::AppendMode::multi, mail::Keeps::yes, 1, "multi"},
                    Habits{mail::AppendMode::pipelined, mail::Keeps::yes, 1, "pipelined"},
                    Habits{mail::AppendMode::one_by_one, mail::Keeps::yes, 3, "three_lanes"},
                    Habits{mail::AppendMode::pipelined, mail::Keeps::no, 3, "three_without_ids"},
                    Habits{mail::AppendMode::multi, mail::Keeps::no, 1, "multi_without_ids"}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace postferry::engine

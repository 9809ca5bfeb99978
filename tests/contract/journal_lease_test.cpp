// One run an account, on every database: leases between runs of one process, between processes, and
// in time.
#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storage/process.hpp"
#include "tests/support/database_fixture.hpp"
#include "tests/support/state_folder.hpp"

namespace postferry::storage {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::SizeIs;

class JournalLeases : public test::DatabaseTest {
 protected:
  void change(const std::string& statement) { EXPECT_TRUE(database_.run(statement)) << statement; }

  Journal journal_{address()};
  Begun begun_{journal_};
};

INSTANTIATE_TEST_SUITE_P(On, JournalLeases, testing::ValuesIn(test::every_database()),
                         test::name_of_database);

TEST_P(JournalLeases, SecondRunOfOneProcessIsToldWhoHoldsIt) {
  const auto second = await(journal_.acquire(begun_.pair));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::lease_held);
  EXPECT_EQ(second.error().retry, Retry::later);
  const auto self = this_process();
  EXPECT_THAT(second.error().text, HasSubstr(self.host));
  EXPECT_THAT(second.error().text, HasSubstr(std::to_string(self.pid)));
  EXPECT_THAT(second.error().text,
              MatchesRegex(".* since [0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z\\."));
}

TEST_P(JournalLeases, AFreedLeaseIsTakenWithAHigherEpoch) {
  await(journal_.release(begun_.lease));
  EXPECT_EQ(await(journal_.pairs())[0].holder, "");
  const auto next = await(journal_.acquire(begun_.pair));
  ASSERT_TRUE(next);
  EXPECT_GT(next->epoch, begun_.lease.epoch);
}

TEST_P(JournalLeases, FreeingAnOldLeaseLeavesTheNewOneAlone) {
  await(journal_.release(begun_.lease));
  const auto next = await(journal_.acquire(begun_.pair)).value();
  await(journal_.release(begun_.lease));
  await(journal_.renew(next));
  EXPECT_FALSE(await(journal_.acquire(begun_.pair)));
}

TEST_P(JournalLeases, AFreedLeaseCanNoLongerWrite) {
  await(journal_.release(begun_.lease));
  EXPECT_EQ(failure_of([&] { await(journal_.renew(begun_.lease)); }), ErrorCode::lease_lost);
}

TEST_P(JournalLeases, RunsOutUnlessItIsRenewed) {
  // another host's, of which nobody can tell whether it lives
  change("UPDATE lease SET host = 'elsewhere', expires = expires - 55");
  const auto held = await(journal_.acquire(begun_.pair));
  ASSERT_FALSE(held);
  EXPECT_THAT(held.error().text, HasSubstr("elsewhere"));
  EXPECT_LE(held.error().retry_after, std::chrono::seconds(5));
  await(journal_.renew(begun_.lease));
  EXPECT_GT(await(journal_.acquire(begun_.pair)).error().retry_after, std::chrono::seconds(50));
  change("UPDATE lease SET expires = expires - 61");
  EXPECT_TRUE(await(journal_.acquire(begun_.pair)));
}

TEST_P(JournalLeases, AnotherBootOfThisHostMustRunOut) {
  change("UPDATE lease SET boot = 'another', pid = 999999999");
  EXPECT_FALSE(await(journal_.acquire(begun_.pair)));
}

TEST_P(JournalLeases, AReusedProcessNumberIsNotTheHolder) {
  change("UPDATE lease SET process_start = process_start - 1");
  EXPECT_TRUE(await(journal_.acquire(begun_.pair)));
}

TEST_P(JournalLeases, TheSucceededRunCanWriteNothing) {
  change("UPDATE lease SET expires = 0");
  const auto next = await(journal_.acquire(begun_.pair)).value();
  const auto stale = begun_.lease;
  journal_.note_outcomes(stale, begun_.run, begun_.folder.id, placements(0, 3));
  journal_.set_standing(stale, begun_.folder.id, {placement(0).source}, Standing::vanished);
  journal_.record(stale, begun_.run, {});
  const auto lost = std::optional(ErrorCode::lease_lost);
  EXPECT_EQ(failure_of([&] { await(journal_.intend(stale, begun_.run, begun_.intent(0, 1))); }),
            lost);
  EXPECT_EQ(failure_of([&] { await(journal_.put_folder(stale, begun_.folder)); }), lost);
  EXPECT_EQ(failure_of([&] { await(journal_.begin_run(stale, "")); }), lost);
  EXPECT_EQ(failure_of([&] { await(journal_.end_run(stale, begun_.run, "complete", "")); }), lost);
  EXPECT_EQ(failure_of([&] { await(journal_.remember(stale, "a", "b")); }), lost);
  EXPECT_EQ(failure_of([&] { await(journal_.rebind(stale, begun_.run, begun_.folder, {})); }),
            lost);
  EXPECT_EQ(failure_of([&] { await(journal_.renew(stale)); }), lost);
  EXPECT_THAT(await(journal_.page(begun_.folder.id, {}, 10)), IsEmpty());
  EXPECT_THAT(await(journal_.open_intents(begun_.pair)), IsEmpty());

  // and nobody else is held up by it
  await(journal_.intend(next, begun_.run, begun_.intent(0, 1)));
  EXPECT_THAT(await(journal_.open_intents(begun_.pair)), SizeIs(1));
}

class JournalLeasesOfProcesses : public test::DatabaseTest {};

INSTANTIATE_TEST_SUITE_P(On, JournalLeasesOfProcesses, testing::ValuesIn(test::every_database()),
                         test::name_of_database);

// The database is still empty: they also make the journal at the same time.
TEST_P(JournalLeasesOfProcesses, OneOfManyGetsIt) {
  constexpr int contenders = 4;
  int results[2];
  int gate[2];
  ASSERT_EQ(::pipe(results), 0);
  ASSERT_EQ(::pipe(gate), 0);
  std::vector<pid_t> children;
  for (int i = 0; i < contenders; ++i) {
    children.push_back(::fork());
    if (children.back() != 0) continue;
    ::close(gate[1]);
    Journal journal(address());
    const auto pair = await(journal.pair({.source = "a@x:993", .target = "a@y:993"}));
    const char result = await(journal.acquire(pair)) ? '1' : '0';
    [[maybe_unused]] const auto told = ::write(results[1], &result, 1);
    char opened = 0;
    [[maybe_unused]] const auto waited = ::read(gate[0], &opened, 1);
    ::_exit(0);
  }
  std::string won(contenders, '?');
  for (auto& result : won) ASSERT_EQ(::read(results[0], &result, 1), 1);
  EXPECT_EQ(std::ranges::count(won, '1'), 1) << won;
  EXPECT_EQ(std::ranges::count(won, '0'), contenders - 1) << won;

  // While the holder lives, here too; dead, it is succeeded at once.
  Journal journal(address());
  const auto pair = await(journal.pair({.source = "a@x:993", .target = "a@y:993"}));
  EXPECT_FALSE(await(journal.acquire(pair)));
  ::close(gate[1]);
  for (const auto child : children) EXPECT_EQ(::waitpid(child, nullptr, 0), child);
  EXPECT_TRUE(await(journal.acquire(pair)));
  for (const int end : {results[0], results[1], gate[0]}) ::close(end);
}

}  // namespace
}  // namespace postferry::storage

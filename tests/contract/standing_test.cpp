// How migrations stand together, added up; on every database.
#include "storage/catalog/standing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/catalog/catalog.hpp"
#include "storage/catalog/migrations.hpp"
#include "tests/support/database_fixture.hpp"
#include "tests/support/run_task.hpp"

namespace postferry::storage::catalog {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

constexpr Instant moment_at(int seconds) {
  return Instant(std::chrono::seconds(1'795'000'000 + seconds));
}

class StandingTogether : public test::DatabaseTest {
 protected:
  MigrationRow row(const std::string& id, MigrationState state, const std::string& batch = "") {
    MigrationRow row;
    row.id = id;
    row.customer = "C1";
    row.batch = batch;
    row.source.email = id + "@old.example";
    row.source.host = "old.example:993";
    row.state = state;
    if (is_over(state)) row.ended = moment_at(1);
    row.state_since = moment_at(0);
    row.bytes_total = 10;
    return row;
  }
  std::string batch(const std::string& id, const std::string& name) {
    BatchRow row;
    row.id = id;
    row.customer = "C1";
    row.name = name;
    loop.run(catalog.change([&](soci::session& session) { add_batch(session, row); }));
    return id;
  }
  void put(const MigrationRow& row) {
    loop.run(catalog.change([&](soci::session& session) { add(session, row); }));
  }
  template <class F>
  auto look(F work) {
    return loop.run(catalog.look(std::move(work)));
  }

  test::TaskLoop loop;
  Catalog catalog{address()};
  const Reach reach = Reach::customer("C1");
};

INSTANTIATE_TEST_SUITE_P(On, StandingTogether, testing::ValuesIn(test::every_database()),
                         test::name_of_database);

TEST_P(StandingTogether, CountsABatchAsOneAndOthersByThemselves) {
  batch("B1", "Smith");
  for (const auto* id : {"M1", "M2", "M3"}) {
    auto failed = row(id, MigrationState::failed, "B1");
    failed.reason = "wrong_password";
    failed.reason_text = "The password is wrong.";
    put(failed);
  }
  auto throttled = row("M4", MigrationState::throttled);
  throttled.reason = "throttled";
  throttled.due = moment_at(600);
  put(throttled);
  put(row("M5", MigrationState::complete));
  const auto groups = look(
      [&](soci::session& session) { return standing_groups(session, reach, moment_at(0), 10); });
  ASSERT_EQ(groups.size(), 2u);
  EXPECT_EQ(groups[0].of.batch, "B1");
  EXPECT_EQ(groups[0].of.name, "Smith");
  EXPECT_EQ(groups[0].of.accounts, 3);
  EXPECT_EQ(groups[0].reason, "wrong_password");
  EXPECT_EQ(groups[1].of.migration, "M4");
  EXPECT_EQ(groups[1].of.name, "M4@old.example");
  EXPECT_EQ(groups[1].due, moment_at(600));
}

TEST_P(StandingTogether, TellsOnlyLatelyIncompleteOnes) {
  auto old = row("M1", MigrationState::incomplete);
  old.ended = moment_at(-100);
  put(old);
  auto fresh = row("M2", MigrationState::incomplete);
  fresh.ended = moment_at(100);
  put(fresh);
  const auto groups = look(
      [&](soci::session& session) { return standing_groups(session, reach, moment_at(0), 10); });
  ASSERT_EQ(groups.size(), 1u);
  EXPECT_EQ(groups[0].of.migration, "M2");
  EXPECT_EQ(
      look([&](soci::session& session) { return count_over_since(session, reach, moment_at(0)); }),
      1);
}

TEST_P(StandingTogether, TellsWhatComesNextTheSoonestFirst) {
  batch("B1", "");
  for (const auto* id : {"M1", "M2"}) {
    auto planned = row(id, MigrationState::waiting_for_next, "B1");
    planned.due = moment_at(id == std::string("M1") ? 900 : 800);
    planned.due_kind = RunKind::second;
    put(planned);
  }
  auto first = row("M3", MigrationState::waiting);
  first.due = moment_at(300);
  put(first);
  auto begun = row("M4", MigrationState::running);
  begun.due = moment_at(400);
  put(begun);
  const auto runs =
      look([&](soci::session& session) { return next_runs(session, reach, moment_at(0), 10); });
  ASSERT_EQ(runs.size(), 2u);
  EXPECT_EQ(runs[0].of.migration, "M3");
  EXPECT_EQ(runs[0].kind, RunKind::first);
  EXPECT_EQ(runs[1].of.batch, "B1");
  EXPECT_EQ(runs[1].of.number, 1);
  EXPECT_EQ(runs[1].at, moment_at(800));
  EXPECT_EQ(runs[1].kind, RunKind::second);
  EXPECT_EQ(runs[1].bytes_total, 20);
}

TEST_P(StandingTogether, TellsBatchesThatAreNotOver) {
  batch("B1", "over");
  put(row("M1", MigrationState::complete, "B1"));
  batch("B2", "under way");
  put(row("M2", MigrationState::complete, "B2"));
  put(row("M3", MigrationState::paused, "B2"));
  const auto active =
      look([&](soci::session& session) { return active_batches(session, reach, 10); });
  EXPECT_THAT(active, ElementsAre(Field(&BatchRow::id, "B2")));
  EXPECT_EQ(look([&](soci::session& session) { return count_active_batches(session, reach); }), 1);
}

TEST_P(StandingTogether, IsNothingToAnotherCustomer) {
  batch("B1", "Smith");
  auto failed = row("M1", MigrationState::failed, "B1");
  put(failed);
  auto throttled = row("M2", MigrationState::throttled);
  throttled.due = moment_at(5);
  put(throttled);
  const auto other = Reach::customer("C2");
  const auto nothing = look([&](soci::session& session) {
    return standing_groups(session, other, moment_at(0), 10).empty() &&
           next_runs(session, other, moment_at(0), 10).empty() &&
           throttled_hosts(session, other, 10).empty() &&
           active_batches(session, other, 10).empty() &&
           count_active_batches(session, other) == 0 && count_over_since(session, other, {}) == 0;
  });
  EXPECT_TRUE(nothing);
  const auto hosts =
      look([&](soci::session& session) { return throttled_hosts(session, reach, 10); });
  ASSERT_EQ(hosts.size(), 1u);
  EXPECT_EQ(hosts[0].host, "old.example:993");
  EXPECT_EQ(hosts[0].until, moment_at(5));
}

}  // namespace
}  // namespace postferry::storage::catalog

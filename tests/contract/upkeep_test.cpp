// What the service does by itself, on every database: passwords are wiped in time, and what is
// outdated is removed.
#include "service/upkeep.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/kept_secrets.hpp"
#include "service/wiping.hpp"
#include "storage/catalog/batches.hpp"
#include "storage/catalog/credits.hpp"
#include "storage/catalog/secrets.hpp"
#include "tests/contract/upkeep_fixture.hpp"

namespace postferry::service {
namespace {

using namespace std::chrono_literals;
using storage::catalog::Reach;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class Upkeeping : public test::KeptUp {};
INSTANTIATE_TEST_SUITE_P(On, Upkeeping, testing::ValuesIn(test::every_database()),
                         test::name_of_database);

TEST_P(Upkeeping, WipesPasswordsFourteenDaysAfterTheStartInWhateverState) {
  std::vector<std::string> ids;
  for (const auto state :
       {MigrationState::waiting, MigrationState::running, MigrationState::waiting_for_next,
        MigrationState::paused, MigrationState::throttled, MigrationState::failed}) {
    const auto row = plan(olga.customer);
    put(row, state);
    ids.push_back(row.id);
  }
  house.clock.pass(std::chrono::days(14) - 1s);
  EXPECT_EQ(house.run(wipe_due_passwords(room)), 0U);
  for (const auto& id : ids) EXPECT_TRUE(has_password(id));
  house.clock.pass(1s);
  const auto told = news.last();
  EXPECT_EQ(house.run(wipe_due_passwords(room)), ids.size());
  for (const auto& id : ids) {
    EXPECT_FALSE(has_password(id));
    EXPECT_THAT(log_of(id, 1), HasSubstr("[run 1] The passwords were deleted"));
    EXPECT_EQ(find(id)->passwords_until, Instant{});
  }
  EXPECT_THAT(*news.since(told, olga.customer, 100), SizeIs(ids.size()));
  EXPECT_EQ(house.run(wipe_due_passwords(room)), 0U);
}

TEST_P(Upkeeping, AsksForWipedPasswordsBeforeAnotherRun) {
  const auto row = plan(olga.customer);
  put(row, MigrationState::waiting_for_next);
  house.clock.pass(std::chrono::days(14));
  house.run(wipe_due_passwords(room));
  auto wiped = *find(row.id);
  const auto refused = run_again(wiped, {}, house.clock.now());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), Objection::passwords_are_gone);
}

TEST_P(Upkeeping, KeepsTheOperatorsOwnCredentials) {
  house.change(
      [row = sealed_row(vault, {own_server_secret, "target", "", {}}, Secret("master"),
                        house.clock.now())](soci::session& session) { put_secret(session, row); });
  house.clock.pass(std::chrono::days(1000));
  EXPECT_EQ(house.run(wipe_due_passwords(room)), 0U);
  EXPECT_TRUE(house.look([](soci::session& session) {
    return find_secret(session, Reach::everything(), own_server_secret, "target");
  }));
}

TEST_P(Upkeeping, RemovesWhatHasBeenOverForLong) {
  const auto row = plan(olga.customer);
  leave_traces(row);
  put(row, MigrationState::complete);
  house.clock.pass(keep - 1s);
  EXPECT_EQ(remove_old(), 0U);
  EXPECT_TRUE(find(row.id));
  house.clock.pass(1s);
  EXPECT_EQ(remove_old(), 1U);
  EXPECT_FALSE(find(row.id));
  EXPECT_FALSE(has_password(row.id));
  EXPECT_TRUE(has_log(row.id));
  EXPECT_EQ(erase_all().done, 1U);
  EXPECT_FALSE(has_log(row.id));
  EXPECT_EQ(pairs_in_journal(), 0U);
  EXPECT_EQ(used(olga.customer), 1);
  EXPECT_EQ(erase_all().done, 0U);
}

TEST_P(Upkeeping, NeverRemovesWhatIsPlannedOrUnderWay) {
  std::vector<std::string> ids;
  for (const auto state : {MigrationState::waiting, MigrationState::running,
                           MigrationState::waiting_for_next, MigrationState::throttled}) {
    const auto row = plan(olga.customer);
    put(row, state);
    ids.push_back(row.id);
  }
  house.clock.pass(std::chrono::days(1000));
  EXPECT_EQ(remove_old(), 0U);
  for (const auto& id : ids) EXPECT_TRUE(find(id));
}

TEST_P(Upkeeping, RemovesWhatHasWaitedForAPersonAllTheTime) {
  put(plan(olga.customer, "failed"), MigrationState::failed);
  put(plan(olga.customer, "paused"), MigrationState::paused);
  house.clock.pass(keep - 1s);
  EXPECT_EQ(remove_old(), 0U);
  house.clock.pass(1s);
  EXPECT_EQ(remove_old(), 2U);
}

TEST_P(Upkeeping, RemovesABatchWholeAndInSteps) {
  const auto batch = plan_batch(olga.customer, 60);
  put_all_of(batch, MigrationState::complete);
  const auto last = rows_of(batch).back();
  put(last, MigrationState::running);
  house.clock.pass(keep);
  EXPECT_EQ(remove_old(), 0U);
  EXPECT_THAT(rows_of(batch), SizeIs(60));
  put(*find(last.id), MigrationState::incomplete);
  EXPECT_EQ(remove_old(), 0U);
  house.clock.pass(keep);
  EXPECT_EQ(remove_old(), 60U);
  EXPECT_FALSE(house.look(
      [batch](soci::session& session) { return find_batch(session, Reach::everything(), batch); }));
  EXPECT_EQ(used(olga.customer), 60);
  EXPECT_EQ(erase_all().done, 60U);
}

TEST_P(Upkeeping, RemovesAddressesFromOldEntries) {
  plan(olga.customer);
  house.change([row = audit_row(house.people, olga, olga.customer, "migration.planned", "01M",
                                "anna@old.example to anna@new.example")](soci::session& session) {
    add(session, row);
  });
  const auto words = [this] {
    std::string all;
    for (const auto& row : house.run(audit_log(house.people, olga, "", 100)).value())
      all += row.detail;
    for (const auto& use : house.look(
             [](soci::session& session) { return credit_uses(session, Reach::everything(), 10); }))
      all += use.what;
    return all;
  };
  remove_old();
  EXPECT_THAT(words(), HasSubstr("anna@"));
  house.clock.pass(keep);
  remove_old();
  EXPECT_THAT(words(), Not(HasSubstr("anna@")));
}

TEST_P(Upkeeping, GoesOnByItselfUntilItIsStopped) {
  const auto row = plan(olga.customer);
  leave_traces(row);
  put(row, MigrationState::complete);
  house.clock.pass(keep);
  engine::StopRequest stop;
  const auto work = [&]() -> Task<int> {
    co_await keep_up({.room = room,
                      .stop_run =
                          [&stop](const std::string&) {
                            stop.stop();
                            return false;
                          },
                      .keep_finished = [] { return test::KeptUp::keep; },
                      .trouble = [](const std::string& what) { ADD_FAILURE() << what; }},
                     stop);
    co_return 0;
  };
  house.run(work());
  EXPECT_FALSE(find(row.id));
  EXPECT_FALSE(has_log(row.id));
}

}  // namespace
}  // namespace postferry::service

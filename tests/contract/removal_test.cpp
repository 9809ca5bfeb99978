// What removed migrations leave is erased, on every database: also when that was cut short, and
// never what another migration uses.
#include "service/removal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/catalog/batches.hpp"
#include "storage/catalog/settings.hpp"
#include "tests/contract/upkeep_fixture.hpp"

namespace postferry::service {
namespace {

using namespace std::chrono_literals;
using storage::catalog::Reach;
using testing::IsEmpty;

class Removal : public test::KeptUp {};
INSTANTIATE_TEST_SUITE_P(On, Removal, testing::ValuesIn(test::every_database()),
                         test::name_of_database);

TEST_P(Removal, RemovesAllOfACustomerButWhatWasCounted) {
  const auto jana = house.new_customer(olga, "Nordlicht", "jana@nordlicht.example");
  const auto row = plan(jana.customer);
  const auto batch = plan_batch(jana.customer, 3);
  const auto other = plan(olga.customer, "olga");
  leave_traces(row);
  leave_traces(other);
  house.change([&](soci::session& session) {
    storage::catalog::set_known_accounts(session, jana.customer,
                                         {{jana.customer, "a@new.example", "a", "a"}});
  });
  forget(jana, jana.customer);
  EXPECT_FALSE(find(row.id));
  EXPECT_THAT(rows_of(batch), IsEmpty());
  EXPECT_THAT(house.look([&](soci::session& session) {
    return known_accounts(session, Reach::customer(jana.customer), "", 10);
  }),
              IsEmpty());
  EXPECT_THAT(house.look([](soci::session& session) {
    return batches(session, Reach::everything(), "", 10);
  }),
              IsEmpty());
  EXPECT_FALSE(has_password(row.id));
  EXPECT_FALSE(house.run(wait_until_erased(house.catalog, jana.customer, deadline_in(1ms))));
  EXPECT_EQ(erase_all().done, 4U);
  EXPECT_TRUE(house.run(wait_until_erased(house.catalog, jana.customer, deadline_in(1ms))));
  EXPECT_FALSE(has_log(row.id));
  EXPECT_EQ(used(jana.customer), 4);
  EXPECT_TRUE(find(other.id));
  EXPECT_TRUE(has_log(other.id));
  EXPECT_TRUE(has_password(other.id));
  EXPECT_EQ(pairs_in_journal(), 1U);
}

TEST_P(Removal, KeepsTheJournalThatAnotherCustomerUses) {
  const auto jana = house.new_customer(olga, "Nordlicht", "jana@nordlicht.example");
  const auto theirs = plan(jana.customer, "shared");
  const auto other = plan(olga.customer, "shared");
  leave_traces(theirs);
  forget(olga, jana.customer);
  EXPECT_EQ(erase_all().done, 1U);
  const auto pair = house.run(journal.pair({other.source.key, other.target.key}));
  EXPECT_EQ(house.run(journal.fact(pair, "server")), "old.example");
  forget(olga, olga.customer);
  EXPECT_EQ(erase_all().done, 1U);
  EXPECT_EQ(pairs_in_journal(), 0U);
}

TEST_P(Removal, StopsARunAndWaitsForItsEnd) {
  const auto row = plan(olga.customer);
  leave_traces(row);
  forget(olga, olga.customer);
  int asked = 0;
  const auto runs_on = [&](const std::string& id) {
    EXPECT_EQ(id, row.id);
    return ++asked < 3;
  };
  for (int round = 1; round < 3; ++round) {
    EXPECT_EQ(house.run(erase_leftovers(room, runs_on, never)).left, 1U);
    EXPECT_TRUE(has_log(row.id));
  }
  EXPECT_EQ(house.run(erase_leftovers(room, runs_on, never)).done, 1U);
  EXPECT_FALSE(has_log(row.id));
}

TEST_P(Removal, LeavesAJournalThatIsHeldForLater) {
  const auto row = plan(olga.customer);
  leave_traces(row);
  const auto pair = house.run(journal.pair({row.source.key, row.target.key}));
  const auto lease = house.run(journal.acquire(pair)).value();
  forget(olga, olga.customer);
  EXPECT_EQ(erase_all().left, 1U);
  EXPECT_EQ(pairs_in_journal(), 1U);
  house.loop.run(journal.release(lease));
  EXPECT_EQ(erase_all().done, 1U);
  EXPECT_EQ(pairs_in_journal(), 0U);
}

TEST_P(Removal, FinishesAtTheNextStartWhatWasCutShort) {
  const auto row = plan(olga.customer);
  leave_traces(row);
  forget(olga, olga.customer);
  // Here the process dies: the journal is erased, the logs are not.
  const auto pair = house.run(journal.pair({row.source.key, row.target.key}));
  const auto lease = house.run(journal.acquire(pair)).value();
  house.loop.run(journal.forget(lease));
  EXPECT_EQ(erase_all_after_a_restart().done, 1U);
  EXPECT_FALSE(has_log(row.id));
  EXPECT_EQ(pairs_in_journal(), 0U);
  EXPECT_EQ(erase_all_after_a_restart().done, 0U);
}

}  // namespace
}  // namespace postferry::service

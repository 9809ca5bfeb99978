// Plans as a whole, on every database: batches that grow, are acted on and deleted, what people
// change of a plan, and how lists are sorted and counted.
#include "service/plans.hpp"

#include <gtest/gtest.h>

#include "service/batch_plans.hpp"
#include "storage/vault_keys.hpp"
#include "tests/support/database_fixture.hpp"
#include "tests/support/people_house.hpp"

namespace postferry::test {
namespace {

using namespace std::chrono_literals;
using service::MigrationRow;
using service::MigrationState;
using service::Refusal;

storage::Vault vault_in(const std::filesystem::path& file) {
  storage::make_vault_keys(file);
  return storage::Vault(storage::read_vault_keys(file));
}

class Plans : public DatabaseTest {
 protected:
  service::Draft draft(const std::string& user, const std::string& domain = "old.example") const {
    const auto account = [&user](const std::string& host) {
      return service::DraftAccount{
          .email = user + "@" + host,
          .user = user,
          .password = Secret("secret"),
          .server = {.host = "imap." + host, .port = 993, .security = net::Security::tls}};
    };
    service::Draft draft{.source = account(domain), .target = account("new.example")};
    draft.timing.first_run_at = house.clock.now() + 24h;
    return draft;
  }
  service::Answer<service::Planned> plan(const service::Actor& actor,
                                         std::vector<service::Draft> drafts,
                                         const std::string& join = "",
                                         service::PlanRules rules = {}) {
    service::NewBatch batch{.name = "Day", .format = "postferry"};
    batch.join = join;
    return house.run(service::plan(desk, actor, std::move(drafts), batch, std::move(rules)));
  }
  std::vector<std::string> sorted(storage::catalog::SortBy sort) {
    storage::catalog::MigrationQuery query;
    query.sort = sort;
    const auto page = house.look([query](soci::session& session) {
      return storage::catalog::page(session, storage::catalog::Reach::everything(), query);
    });
    std::vector<std::string> users;
    for (const auto& row : page.rows) users.push_back(row.source.user);
    return users;
  }

  TemporaryFolder folder;
  PeopleHouse house{address()};
  storage::Vault vault{vault_in(folder.path() / "vault.keys")};
  service::News news;
  std::vector<std::string> stopped;
  service::PlanDesk desk{.people = house.people,
                         .vault = vault,
                         .news = news,
                         .wake = [] {},
                         .stop_run = [this](const std::string& id) { stopped.push_back(id); }};
  service::Actor olga = house.set_up();
};

INSTANTIATE_TEST_SUITE_P(On, Plans, testing::ValuesIn(every_database()), name_of_database);

TEST_P(Plans, RowsJoinABatchOfTheSameCustomerWithinItsLimit) {
  const auto first = plan(olga, {draft("a"), draft("b")});
  ASSERT_TRUE(first);
  const auto id = first->batch->id;
  const auto more = plan(olga, {draft("c")}, id);
  ASSERT_TRUE(more);
  EXPECT_EQ(more->batch->number, first->batch->number);
  EXPECT_EQ(more->rows[0].batch, id);
  service::PlanRules small;
  small.rows_of_a_batch = 3;
  EXPECT_EQ(refusal(plan(olga, {draft("d")}, id, small)), Refusal::too_many);
  const auto ada = house.new_customer(olga, "Small", "ada@small.example");
  EXPECT_EQ(refusal(plan(ada, {draft("d")}, id)), Refusal::not_found);
  // What joins is no further batch.
  service::PlanRules one;
  one.batches_under_way = 1;
  EXPECT_EQ(refusal(plan(olga, {draft("d")}, "", one)), Refusal::too_many_batches);
  EXPECT_TRUE(plan(olga, {draft("d")}, id, one));
}

TEST_P(Plans, AManagerPlansInHisDomainsAndAddsToWhatHeSees) {
  const auto max = house.join(olga, "max@provider.example", "manager", {"managed.example"});
  const auto strange = plan(olga, {draft("a")});
  const auto shared = plan(olga, {draft("b"), draft("c", "managed.example")});
  ASSERT_TRUE(strange && shared);
  EXPECT_EQ(refusal(plan(max, {draft("d")})), Refusal::not_allowed);
  EXPECT_EQ(refusal(plan(max, {draft("d", "managed.example")}, strange->batch->id)),
            Refusal::not_found);
  EXPECT_TRUE(plan(max, {draft("d", "managed.example")}, shared->batch->id));
  auto nowhere = max;
  nowhere.domains.clear();
  EXPECT_EQ(refusal(plan(nowhere, {draft("e", "managed.example")})), Refusal::not_allowed);
}

TEST_P(Plans, ABatchIsActedOnAsFarAsOneReachesItAndDeletedWhenItIsOver) {
  const auto max = house.join(olga, "max@provider.example", "manager", {"managed.example"});
  const auto planned = plan(olga, {draft("a"), draft("b", "managed.example")});
  ASSERT_TRUE(planned);
  const auto id = planned->batch->id;
  const auto paused = house.run(act_on_batch(desk, max, id, service::PlanAction::pause));
  ASSERT_TRUE(paused);
  ASSERT_EQ(paused->done.size(), 1U);
  EXPECT_EQ(paused->done[0].source.user, "b");
  EXPECT_EQ(stopped, std::vector{paused->done[0].id});
  const auto all = house.run(act_on_batch(desk, olga, id, service::PlanAction::pause));
  ASSERT_TRUE(all);
  EXPECT_EQ(all->done.size(), 1U);
  ASSERT_EQ(all->refused.size(), 1U);
  EXPECT_EQ(all->refused[0].second.objection, service::Objection::is_paused);
  EXPECT_EQ(refusal(house.run(remove_batch(desk, olga, id))), Refusal::not_now);
  house.run(act_on_batch(desk, olga, id, service::PlanAction::cancel));
  EXPECT_EQ(refusal(house.run(remove_batch(desk, max, id))), Refusal::not_allowed);
  EXPECT_EQ(refusal(house.run(remove_batch(desk, olga, id))), std::nullopt);
  EXPECT_TRUE(sorted(storage::catalog::SortBy::created).empty());
  EXPECT_EQ(refusal(house.run(remove_batch(desk, olga, id))), Refusal::not_found);
}

TEST_P(Plans, ANameChangesOnlyAsItWasSeen) {
  const auto batch = *plan(olga, {draft("a")})->batch;
  const auto renamed = house.run(rename_batch(desk, olga, batch.id, "Night", batch.version));
  ASSERT_TRUE(renamed);
  EXPECT_EQ(renamed->name, "Night");
  EXPECT_EQ(refusal(house.run(rename_batch(desk, olga, batch.id, "Noon", batch.version))),
            Refusal::changed_meanwhile);
}

TEST_P(Plans, WhatIsNamedChangesAndTheRestStays) {
  auto wanted = draft("a");
  wanted.timing.second_run = 8h;
  const auto row = plan(olga, {wanted})->rows.front();
  service::PlanChange change;
  change.further_runs = 4;
  change.options.emplace().exclude = {"Lists"};
  const auto changed = house.run(change_plan(desk, olga, row.id, change, row.version));
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->further_runs, 4);
  EXPECT_EQ(changed->options, R"({"exclude":["Lists"]})");
  EXPECT_EQ(changed->second_after_seconds, 8 * 3600);
  EXPECT_EQ(changed->first_at, row.first_at);
  EXPECT_EQ(house.run(change_plan(desk, olga, row.id, change, row.version)).error().refused.code,
            Refusal::changed_meanwhile);
  service::PlanChange none;
  none.second.emplace(std::nullopt);
  EXPECT_EQ(house.run(change_plan(desk, olga, row.id, none, std::nullopt))->second_after_seconds,
            0);
}

TEST_P(Plans, ListsAreSortedByHowFarEachIs) {
  const auto planned = plan(olga, {draft("half"), draft("none"), draft("most")});
  ASSERT_TRUE(planned);
  house.change([&rows = planned->rows](soci::session& session) {
    storage::catalog::set_progress(
        session, {.id = rows[0].id, .phase = {}, .messages_done = 5, .messages_total = 10});
    storage::catalog::set_progress(
        session, {.id = rows[2].id, .phase = {}, .messages_done = 9, .messages_total = 10});
  });
  EXPECT_EQ(sorted(storage::catalog::SortBy::progress),
            (std::vector<std::string>{"none", "half", "most"}));
  EXPECT_EQ(house.look([](soci::session& session) {
    return count_batches(session, storage::catalog::Reach::everything());
  }),
            1);
}

}  // namespace
}  // namespace postferry::test

// Plans and their runs between real servers, on every database: what is planned runs when it is due
// and says how it ended; people and the end of the service interrupt it.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/catalog/secrets.hpp"
#include "tests/support/crash/letters.hpp"
#include "tests/support/database_fixture.hpp"
#include "tests/support/imap_client.hpp"
#include "tests/support/mailbox_oracle.hpp"
#include "tests/support/runs_house.hpp"

namespace postferry::test {
namespace {

using namespace std::chrono_literals;
using service::MigrationState;
using testing::HasSubstr;
using testing::Not;

class ServiceRuns : public DatabaseTest {
 protected:
  static void SetUpTestSuite() {
    if (!ThrowawayDovecot::available()) return;
    source = new ThrowawayDovecot({.special_use = SpecialUse::absent});
    target = new ThrowawayDovecot({.special_use = SpecialUse::absent});
  }
  static void TearDownTestSuite() {
    delete source;
    delete target;
    source = target = nullptr;
  }
  void SetUp() override {
    if (source == nullptr) GTEST_SKIP() << "run tools/servers first";
    for (const auto* user : {"anna", "berta", "carl"}) {
      source->wipe_user(user);
      target->wipe_user(user);
    }
    runs.emplace(address(), *source, *target);
    olga = runs->house.set_up();
  }

  static void fill(const std::string& user, int messages, int first = 0) {
    ImapClient client(source->port(), user, source->password());
    for (int number = first; number < first + messages; ++number)
      client.append("INBOX", letter(number), {}, received_of(number));
  }
  static std::string missing_or_more(const std::string& user) {
    ImapClient from(source->port(), user, source->password());
    ImapClient to(target->port(), user, target->password());
    return difference(look_at(from), look_at(to));
  }

  static inline ThrowawayDovecot* source = nullptr;
  static inline ThrowawayDovecot* target = nullptr;
  std::optional<RunsHouse> runs;
  service::Actor olga;
};

INSTANTIATE_TEST_SUITE_P(On, ServiceRuns, testing::ValuesIn(every_database()), name_of_database);

TEST_P(ServiceRuns, what_is_planned_is_brought_and_written_down) {
  fill("anna", 5);
  const auto id = runs->plan_one(olga, runs->draft("anna")).id;
  runs->work([&] { return runs->until(id, MigrationState::complete); });
  EXPECT_EQ(missing_or_more("anna"), "");
  const auto row = runs->row_now(id);
  EXPECT_EQ(row.brought, 5);
  EXPECT_EQ(row.runs, 1);
  EXPECT_EQ(row.due, Instant{});
  EXPECT_EQ(row.passwords_until, Instant{});
  const auto all = runs->loop.run(runs->runs(id));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].copied, 5);
  EXPECT_EQ(all[0].outcome, "complete");
  EXPECT_THAT(runs->log_of(id, 1), HasSubstr("[run 1] All 5 messages"));
  EXPECT_THAT(runs->log_of(id, 1), HasSubstr("The passwords were deleted"));
  EXPECT_THAT(runs->log_of(id, 1), Not(HasSubstr(source->password())));
  EXPECT_FALSE(runs->house.look([&id](soci::session& session) {
    return storage::catalog::find_secret(session, storage::catalog::Reach::everything(), id,
                                         "source");
  }));
}

TEST_P(ServiceRuns, a_second_run_brings_what_has_come_since) {
  fill("anna", 3);
  auto draft = runs->draft("anna");
  draft.timing.second_run = std::chrono::hours(24);
  const auto id = runs->plan_one(olga, draft).id;
  runs->work([&]() -> Task<> {
    co_await runs->until(id, MigrationState::waiting_for_next);
    fill("anna", 2, 3);
    runs->pass(25h);
    co_await runs->until(id, MigrationState::complete);
  });
  EXPECT_EQ(missing_or_more("anna"), "");
  EXPECT_EQ(runs->row_now(id).runs, 2);
  const auto all = runs->loop.run(runs->runs(id));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[1].kind, storage::catalog::RunKind::second);
  EXPECT_EQ(all[1].copied, 2);
  EXPECT_THAT(runs->log_of(id, 2), HasSubstr("[run 2] All 5 messages"));
}

TEST_P(ServiceRuns, what_was_missed_while_the_service_was_down_begins_once) {
  fill("anna", 2);
  auto draft = runs->draft("anna");
  draft.timing.first_run_at = runs->house.clock.now() + 1h;
  draft.timing.second_run = runs->house.clock.now() + 10h;
  const auto id = runs->plan_one(olga, draft).id;
  runs->house.clock.pass(std::chrono::days(3));
  runs->work([&] { return runs->until(id, MigrationState::complete); });
  EXPECT_EQ(runs->row_now(id).runs, 2);
}

TEST_P(ServiceRuns, a_wrong_password_waits_for_a_person) {
  fill("anna", 2);
  auto draft = runs->draft("anna");
  draft.target.password = Secret("wrong");
  const auto id = runs->plan_one(olga, draft).id;
  runs->work([&]() -> Task<> {
    co_await runs->until(id, MigrationState::failed);
    const auto failed = co_await runs->row(id);
    EXPECT_EQ(failed.reason, "wrong_password");
    EXPECT_THAT(failed.reason_text, HasSubstr("target"));
    EXPECT_THAT(failed.reason_text, Not(HasSubstr("wrong\"")));
    runs->doors.forgive();
    const auto entered = co_await service::enter_passwords(runs->desk, olga, id, std::nullopt,
                                                           Secret(target->password()));
    EXPECT_TRUE(entered);
    co_await runs->until(id, MigrationState::complete);
  });
  EXPECT_EQ(missing_or_more("anna"), "");
  EXPECT_EQ(runs->row_now(id).runs, 1);
}

TEST_P(ServiceRuns, paused_in_the_middle_it_goes_on_without_a_duplicate) {
  fill("anna", 60);
  auto draft = runs->draft("anna");
  draft.choices.limit_rate = "8K";
  const auto id = runs->plan_one(olga, draft).id;
  runs->work([&]() -> Task<> {
    co_await runs->until(id, MigrationState::running);
    EXPECT_TRUE(co_await service::act(runs->desk, olga, id, service::PlanAction::pause));
    while (runs->scheduler->under_way() > 0) {
      const auto row = co_await runs->row(id);
      EXPECT_EQ(row.state, MigrationState::paused);
    }
    EXPECT_TRUE(co_await service::act(runs->desk, olga, id, service::PlanAction::resume));
    co_await runs->until(id, MigrationState::complete);
  });
  EXPECT_EQ(missing_or_more("anna"), "");
  EXPECT_EQ(runs->row_now(id).runs, 1);
}

TEST_P(ServiceRuns, a_service_that_ends_in_the_middle_goes_on_at_its_next_start) {
  fill("anna", 60);
  auto draft = runs->draft("anna");
  draft.choices.limit_rate = "8K";
  const auto id = runs->plan_one(olga, draft).id;
  runs->work([&] { return runs->until(id, MigrationState::running); });
  EXPECT_EQ(runs->row_now(id).state, MigrationState::waiting);
  runs->work([&] { return runs->until(id, MigrationState::complete); });
  EXPECT_EQ(missing_or_more("anna"), "");
  EXPECT_EQ(runs->row_now(id).runs, 1);
}

TEST_P(ServiceRuns, what_a_killed_service_left_running_is_taken_up) {
  fill("anna", 2);
  const auto id = runs->plan_one(olga, runs->draft("anna")).id;
  runs->house.change([&id, now = runs->house.clock.now()](soci::session& session) {
    auto row = *find_migration(session, storage::catalog::Reach::everything(), id);
    service::begin(row, now);
    replace(session, row);
    storage::catalog::RunRow run;
    run.migration = id;
    run.number = 1;
    run.started = now;
    add(session, run);
  });
  runs->work([&] { return runs->until(id, MigrationState::complete); });
  EXPECT_EQ(missing_or_more("anna"), "");
  EXPECT_EQ(runs->loop.run(runs->runs(id)).size(), 1U);
}

TEST_P(ServiceRuns, a_customer_with_one_account_does_not_wait_for_all_of_another) {
  const auto ada = runs->house.new_customer(olga, "Small", "ada@small.example");
  std::vector<std::string> large;
  for (int number = 0; number < 6; ++number) {
    fill(fmt::format("large{}", number), 1);
    large.push_back(runs->plan_one(olga, runs->draft(fmt::format("large{}", number))).id);
  }
  fill("carl", 1);
  runs->house.clock.pass(1min);
  const auto small = runs->plan_one(ada, runs->draft("carl")).id;
  // Counted when the small one is done: two may be under way or done then, not more.
  int done_before = 0;
  runs->work(
      [&]() -> Task<> {
        co_await runs->until(small, MigrationState::complete);
        for (const auto& id : large)
          if ((co_await runs->row(id)).state == MigrationState::complete) ++done_before;
        for (const auto& id : large) co_await runs->until(id, MigrationState::complete);
      },
      {.in_all = 2});
  EXPECT_LE(done_before, 3);
}

TEST_P(ServiceRuns, are_stopped_by_cancelling_which_wipes_the_passwords) {
  fill("anna", 60);
  auto draft = runs->draft("anna");
  draft.choices.limit_rate = "8K";
  const auto id = runs->plan_one(olga, draft).id;
  runs->work([&]() -> Task<> {
    co_await runs->until(id, MigrationState::running);
    EXPECT_TRUE(co_await service::act(runs->desk, olga, id, service::PlanAction::cancel));
  });
  EXPECT_EQ(runs->row_now(id).state, MigrationState::cancelled);
  EXPECT_FALSE(runs->house.look([&id](soci::session& session) {
    return storage::catalog::find_secret(session, storage::catalog::Reach::everything(), id,
                                         "source");
  }));
}

TEST_P(ServiceRuns, of_another_customer_cannot_be_touched) {
  const auto ada = runs->house.new_customer(olga, "Small", "ada@small.example");
  const auto id = runs->plan_one(olga, runs->draft("anna")).id;
  for (const auto action : {service::PlanAction::pause, service::PlanAction::resume,
                            service::PlanAction::cancel, service::PlanAction::run_again}) {
    const auto answer = runs->loop.run(service::act(runs->desk, ada, id, action));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().refused.code, service::Refusal::not_found);
  }
  EXPECT_EQ(runs->row_now(id).state, MigrationState::waiting);
}

TEST_P(ServiceRuns, credentials_are_checked_on_both_sides) {
  service::CredentialChecks checks(runs->loop.context().get_executor(), runs->room);
  auto wrong = runs->draft("berta");
  wrong.source.password = Secret("no");
  const auto id = checks.begin("c1", olga.customer, {runs->draft("anna"), wrong}, std::nullopt);
  ASSERT_TRUE(id);
  EXPECT_FALSE(checks.find("somebody else", *id));
  runs->loop.run([&]() -> Task<> {
    while (checks.find(olga.customer, *id)->done < 2)
      co_await engine::pause_for(10ms, engine::StopRequest());
  }());
  const auto shown = *checks.find(olga.customer, *id);
  EXPECT_EQ(shown.good, 1U);
  ASSERT_EQ(shown.results[1].errors.size(), 1U);
  EXPECT_EQ(shown.results[1].errors[0].side, Side::source);
  EXPECT_EQ(shown.results[1].errors[0].code, ErrorCode::wrong_password);
  const auto good = checks.take_good(olga.customer, *id);
  ASSERT_TRUE(good);
  EXPECT_EQ(good->places, std::vector<std::size_t>{0});
  EXPECT_FALSE(checks.take_good(olga.customer, *id));
  checks.give_back(olga.customer, *id, *good);
  EXPECT_TRUE(checks.take_good(olga.customer, *id));
  checks.end(olga.customer, *id);
  EXPECT_FALSE(checks.find(olga.customer, *id));
}

}  // namespace
}  // namespace postferry::test

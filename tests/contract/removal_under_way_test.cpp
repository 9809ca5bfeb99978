// "Remove my data" while mail is moved, between real servers, on every database: what runs is
// stopped and awaited, and nothing of it is left.
#include <filesystem>
#include <gtest/gtest.h>
#include <optional>

#include "engine/stop_request.hpp"
#include "service/removal.hpp"
#include "tests/support/crash/letters.hpp"
#include "tests/support/database_fixture.hpp"
#include "tests/support/imap_client.hpp"
#include "tests/support/runs_house.hpp"

namespace postferry::test {
namespace {

using namespace std::chrono_literals;
using service::MigrationState;

class RemovalUnderWay : public DatabaseTest {
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
    for (const auto* user : {"anna", "berta"}) {
      source->wipe_user(user);
      target->wipe_user(user);
    }
    runs.emplace(address(), *source, *target);
    olga = runs->house.set_up();
  }

  // Plans one that takes some seconds.
  std::string plan_slow(const service::Actor& actor, const std::string& user) {
    ImapClient client(source->port(), user, source->password());
    for (int number = 0; number < 60; ++number)
      client.append("INBOX", letter(number), {}, received_of(number));
    auto draft = runs->draft(user);
    draft.choices.limit_rate = "8K";
    return runs->plan_one(actor, draft).id;
  }
  Task<> erase_everything() {
    const engine::StopRequest never;
    for (;;) {
      const auto erased = co_await service::erase_leftovers(
          runs->room,
          [this](const std::string& id) {
            runs->scheduler->stop_run(id);
            return runs->scheduler->is_under_way(id);
          },
          never);
      if (erased.left == 0) co_return;
      co_await engine::pause_for(20ms, never);
    }
  }
  Task<> forget(service::Actor actor, std::string customer) {
    const auto done = co_await service::remove_data(
        runs->house.people, actor, customer, service::plans_remover(runs->house.clock.clock()));
    EXPECT_TRUE(done);
  }

  static inline ThrowawayDovecot* source = nullptr;
  static inline ThrowawayDovecot* target = nullptr;
  std::optional<RunsHouse> runs;
  service::Actor olga;
};

INSTANTIATE_TEST_SUITE_P(On, RemovalUnderWay, testing::ValuesIn(every_database()),
                         name_of_database);

TEST_P(RemovalUnderWay, stops_what_runs_and_leaves_nothing) {
  const auto ada = runs->house.new_customer(olga, "Small", "ada@small.example");
  const auto theirs = plan_slow(ada, "anna");
  const auto other = plan_slow(olga, "berta");
  runs->work([&]() -> Task<> {
    co_await runs->until(theirs, MigrationState::running);
    co_await runs->until(other, MigrationState::running);
    co_await forget(ada, ada.customer);
    co_await erase_everything();
    EXPECT_FALSE(runs->scheduler->is_under_way(theirs));
    EXPECT_TRUE(runs->scheduler->is_under_way(other));
  });
  EXPECT_FALSE(std::filesystem::exists(runs->room.logs / theirs));
  EXPECT_TRUE(std::filesystem::exists(runs->room.logs / other));
  const auto pairs = runs->loop.run(runs->journal.pairs());
  ASSERT_EQ(pairs.size(), 1U);
  EXPECT_EQ(pairs[0].accounts.source, runs->row_now(other).source.key);
}

TEST_P(RemovalUnderWay, is_finished_by_the_next_start) {
  const auto id = plan_slow(olga, "anna");
  runs->work([&]() -> Task<> {
    co_await runs->until(id, MigrationState::running);
    co_await forget(olga, olga.customer);
  });
  // The service ended before anything was erased.
  EXPECT_TRUE(std::filesystem::exists(runs->room.logs / id));
  EXPECT_EQ(runs->loop.run(runs->journal.pairs()).size(), 1U);
  runs->work([&]() -> Task<> { co_await erase_everything(); });
  EXPECT_FALSE(std::filesystem::exists(runs->room.logs / id));
  EXPECT_TRUE(runs->loop.run(runs->journal.pairs()).empty());
}

}  // namespace
}  // namespace postferry::test

// The outbox: what is put down once, taken by one at a time, settled and removed; on every
// database. And what of a migration's changes is worth a notice, alone and in a batch.
#include "storage/catalog/outbox.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/notices/happenings.hpp"
#include "storage/catalog/batches.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/catalog/migrations.hpp"
#include "tests/support/database_fixture.hpp"
#include "tests/support/run_task.hpp"

namespace postferry::storage::catalog {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr Instant at(std::int64_t seconds) {
  return Instant(std::chrono::seconds(1'795'000'000 + seconds));
}

class Outbox : public test::DatabaseTest {
 protected:
  template <class F>
  auto change(F work) {
    return loop.run(catalog.change(std::move(work)));
  }
  bool put(NoticeRow row) {
    return change([row](soci::session& session) { return put_down(session, row); });
  }
  std::optional<NoticeRow> claim(NoticeChannel channel, int now) {
    const bool is_due = loop.run(catalog.look(
        [=](soci::session& session) { return is_notice_due(session, channel, at(now)); }));
    auto row = change([=](soci::session& session) {
      return claim_due(session, channel, at(now), at(now + 600));
    });
    EXPECT_EQ(row.has_value(), is_due);
    return row;
  }
  static NoticeRow notice(std::string happening, int next_try, std::string customer = "C1") {
    return {.happening = std::move(happening),
            .customer = std::move(customer),
            .kind = NoticeKind::failed,
            .migration = "01M",
            .person = "01P",
            .created = at(0),
            .next_try = at(next_try)};
  }

  test::TaskLoop loop;
  Catalog catalog{address()};
};

INSTANTIATE_TEST_SUITE_P(On, Outbox, testing::ValuesIn(test::every_database()),
                         test::name_of_database);

TEST_P(Outbox, takes_a_happening_once_in_each_channel) {
  EXPECT_TRUE(put(notice("failed/01M/1", 0)));
  EXPECT_FALSE(put(notice("failed/01M/1", 5)));
  auto hook = notice("failed/01M/1", 0);
  hook.channel = NoticeChannel::webhook;
  EXPECT_TRUE(put(hook));
  EXPECT_TRUE(claim(NoticeChannel::mail, 0));
  EXPECT_FALSE(claim(NoticeChannel::mail, 0));
  EXPECT_TRUE(claim(NoticeChannel::webhook, 0));
}

TEST_P(Outbox, gives_what_is_due_the_longest_first_and_to_one_only) {
  put(notice("b", 20));
  put(notice("a", 10));
  EXPECT_FALSE(claim(NoticeChannel::mail, 9));
  const auto first = claim(NoticeChannel::mail, 30);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->happening, "a");
  EXPECT_EQ(first->attempts, 1);
  EXPECT_EQ(first->state, NoticeState::sending);
  EXPECT_EQ(first->person, "01P");
  EXPECT_EQ(claim(NoticeChannel::mail, 30)->happening, "b");
  EXPECT_FALSE(claim(NoticeChannel::mail, 30));
  // Whoever took them is gone.
  EXPECT_EQ(claim(NoticeChannel::mail, 640)->attempts, 2);
}

TEST_P(Outbox, keeps_how_it_went) {
  put(notice("a", 0));
  auto row = *claim(NoticeChannel::mail, 0);
  row.state = NoticeState::waiting;
  row.next_try = at(60);
  row.last_error = "connection 'refused'";
  change([row](soci::session& session) { settle(session, row); });
  EXPECT_FALSE(claim(NoticeChannel::mail, 59));
  row = *claim(NoticeChannel::mail, 60);
  EXPECT_EQ(row.last_error, "connection 'refused'");
  EXPECT_EQ(row.attempts, 2);
  row.state = NoticeState::sent;
  row.closed = at(61);
  change([row](soci::session& session) { settle(session, row); });
  EXPECT_FALSE(claim(NoticeChannel::mail, 1'000'000));
  EXPECT_FALSE(put(notice("a", 0)));
}

TEST_P(Outbox, loses_what_is_of_a_customer_or_old) {
  put(notice("a", 0, "C1"));
  put(notice("b", 0, "C2"));
  auto late = notice("c", 0, "C2");
  late.created = at(100);
  put(late);
  const auto removed = [&](auto work) { return change(work); };
  EXPECT_EQ(removed([](soci::session& session) { return remove_notices_of(session, "C1"); }), 1);
  EXPECT_EQ(removed([](soci::session& session) { return remove_notices_before(session, at(100)); }),
            1);
  EXPECT_EQ(claim(NoticeChannel::mail, 200)->happening, "c");
  EXPECT_FALSE(claim(NoticeChannel::mail, 200));
}

class Happenings : public Outbox {
 protected:
  void add_batch_of(int accounts) {
    change([accounts](soci::session& session) {
      BatchRow batch;
      batch.id = "01B";
      batch.customer = "C1";
      batch.created_by = "01P";
      add_batch(session, batch);
      for (int number = 0; number < accounts; ++number)
        add(session, migration(std::to_string(number), "01B"));
    });
  }
  void add_single() {
    change([](soci::session& session) { add(session, migration("1", "")); });
  }
  static MigrationRow migration(const std::string& id, const std::string& batch) {
    MigrationRow row;
    row.id = id;
    row.customer = "C1";
    row.batch = batch;
    row.created_by = "01P";
    row.due = at(0);
    return row;
  }

  // The row becomes so, now.
  void becomes(const std::string& id, MigrationState state, RunKind due_kind, int runs,
               int now = 0) {
    change([=](soci::session& session) {
      auto row = *find_migration(session, Reach::everything(), id);
      const auto before = row;
      row.state = state;
      row.state_since = at(now);
      row.due_kind = due_kind;
      row.runs = runs;
      replace(session, row);
      service::put_down_notices(session, before, row, at(now));
    });
  }
  void first_run_ends(const std::string& id) {
    becomes(id, MigrationState::waiting_for_next, RunKind::second, 1);
  }
  void is_over(const std::string& id, int runs = 2) {
    becomes(id, MigrationState::complete, RunKind::none, runs);
  }
  void fails(const std::string& id, int now = 0, RunKind kind = RunKind::first) {
    becomes(id, MigrationState::failed, kind, 1, now);
  }

  // "kind/object" of what is due by then and has not been asked for.
  std::vector<std::string> due(NoticeChannel channel, int now = 0) {
    std::vector<std::string> all;
    while (auto row = claim(channel, now)) {
      all.push_back(std::string(text_of(row->kind)) + "/" +
                    (row->migration.empty() ? row->batch : row->migration));
      row->state = NoticeState::sent;
      row->closed = at(now);
      change([row](soci::session& session) { settle(session, *row); });
    }
    return all;
  }
  std::vector<std::string> mails(int now = 0) { return due(NoticeChannel::mail, now); }
  std::vector<std::string> webhooks(int now = 0) { return due(NoticeChannel::webhook, now); }
};

INSTANTIATE_TEST_SUITE_P(On, Happenings, testing::ValuesIn(test::every_database()),
                         test::name_of_database);

TEST_P(Happenings, of_one_migration_are_told_each) {
  add_single();
  becomes("1", MigrationState::running, RunKind::first, 1);
  EXPECT_THAT(mails(), IsEmpty());
  first_run_ends("1");
  EXPECT_THAT(mails(), ElementsAre("first_run_finished/1"));
  EXPECT_THAT(webhooks(), ElementsAre("first_run_finished/1"));
  becomes("1", MigrationState::running, RunKind::second, 2);
  is_over("1");
  EXPECT_THAT(mails(), ElementsAre("all_finished/1"));
  becomes("1", MigrationState::running, RunKind::further, 3);
  is_over("1", 3);
  EXPECT_THAT(mails(), ElementsAre("all_finished/1"));
}

TEST_P(Happenings, of_an_only_run_are_one_mail_and_two_webhooks) {
  add_single();
  is_over("1", 1);
  EXPECT_THAT(mails(), ElementsAre("only_run_finished/1"));
  EXPECT_THAT(webhooks(), UnorderedElementsAre("first_run_finished/1", "all_finished/1"));
}

TEST_P(Happenings, are_told_once_for_each_failure) {
  add_single();
  fails("1", 0);
  EXPECT_THAT(mails(), ElementsAre("failed/1"));
  becomes("1", MigrationState::running, RunKind::first, 1, 10);
  fails("1", 20);
  EXPECT_THAT(mails(20), ElementsAre("failed/1"));
}

TEST_P(Happenings, do_not_tell_people_what_they_did_themselves) {
  add_single();
  becomes("1", MigrationState::paused, RunKind::first, 1);
  becomes("1", MigrationState::cancelled, RunKind::none, 1);
  EXPECT_THAT(mails(), IsEmpty());
  EXPECT_THAT(webhooks(), IsEmpty());
}

TEST_P(Happenings, of_a_batch_are_one_mail_for_all_of_it) {
  add_batch_of(3);
  first_run_ends("0");
  first_run_ends("1");
  EXPECT_THAT(mails(), IsEmpty());
  EXPECT_THAT(webhooks(), ElementsAre("first_run_finished/0", "first_run_finished/1"));
  first_run_ends("2");
  EXPECT_THAT(mails(), ElementsAre("first_run_finished/01B"));
  EXPECT_THAT(webhooks(), UnorderedElementsAre("first_run_finished/2", "first_run_finished/01B"));
  is_over("0");
  is_over("1");
  EXPECT_THAT(mails(), IsEmpty());
  is_over("2");
  EXPECT_THAT(mails(), ElementsAre("all_finished/01B"));
}

TEST_P(Happenings, of_a_batch_without_second_runs_are_one_mail) {
  add_batch_of(2);
  is_over("0", 1);
  is_over("1", 1);
  EXPECT_THAT(mails(), ElementsAre("only_run_finished/01B"));
  EXPECT_THAT(webhooks(), testing::IsSupersetOf({"first_run_finished/01B", "all_finished/01B"}));
}

TEST_P(Happenings, of_a_batch_do_not_wait_for_what_needs_a_person) {
  add_batch_of(3);
  first_run_ends("0");
  fails("1");
  EXPECT_THAT(mails(), IsEmpty());
  first_run_ends("2");
  EXPECT_THAT(mails(), ElementsAre("first_run_finished/01B"));
  is_over("0");
  is_over("2");
  EXPECT_THAT(mails(1), IsEmpty());
  becomes("1", MigrationState::cancelled, RunKind::none, 1);
  EXPECT_THAT(mails(1), ElementsAre("all_finished/01B"));
}

TEST_P(Happenings, of_a_batch_that_all_failed_or_was_cancelled_claim_no_success) {
  add_batch_of(2);
  fails("0");
  fails("1");
  EXPECT_THAT(mails(600), ElementsAre("failed/01B"));
  becomes("0", MigrationState::cancelled, RunKind::none, 1);
  becomes("1", MigrationState::cancelled, RunKind::none, 1);
  EXPECT_THAT(mails(700), IsEmpty());
}

TEST_P(Happenings, of_a_batch_are_told_again_when_others_have_joined_it) {
  add_batch_of(1);
  first_run_ends("0");
  EXPECT_THAT(mails(), ElementsAre("first_run_finished/01B"));
  change([](soci::session& session) { add(session, migration("1", "01B")); });
  is_over("0");
  EXPECT_THAT(mails(), IsEmpty());
  first_run_ends("1");
  EXPECT_THAT(mails(), ElementsAre("first_run_finished/01B"));
  is_over("1");
  EXPECT_THAT(mails(), ElementsAre("all_finished/01B"));
}

TEST_P(Happenings, of_a_batch_that_goes_on_after_a_failure_are_not_told_twice) {
  add_batch_of(2);
  first_run_ends("0");
  fails("1");
  EXPECT_THAT(mails(), ElementsAre("first_run_finished/01B"));
  first_run_ends("1");
  EXPECT_THAT(mails(), IsEmpty());
}

TEST_P(Happenings, of_a_batch_cancelled_half_way_advise_nothing) {
  add_batch_of(2);
  is_over("0", 1);
  becomes("1", MigrationState::cancelled, RunKind::none, 0);
  EXPECT_THAT(mails(), ElementsAre("all_finished/01B"));
}

TEST_P(Happenings, that_need_a_person_are_gathered) {
  add_batch_of(5);
  fails("0", 0);
  fails("1", 30);
  EXPECT_THAT(mails(60), IsEmpty());
  EXPECT_THAT(mails(120), ElementsAre("failed/01B"));
  fails("2", 200);
  fails("3", 300);
  EXPECT_THAT(mails(3'600), IsEmpty());
  EXPECT_THAT(mails(120 + 3'600), ElementsAre("failed/01B"));
  EXPECT_EQ(webhooks(10'000).size(), 4U);
  fails("4", 10'000);
  EXPECT_THAT(mails(10'119), IsEmpty());
  EXPECT_THAT(mails(10'120), ElementsAre("failed/01B"));
}

}  // namespace
}  // namespace postferry::storage::catalog

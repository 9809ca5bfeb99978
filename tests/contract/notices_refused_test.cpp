// Notices that do not get through, on every database: those that are tried again, given up, or not
// to be sent at all.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/contract/notices_fixture.hpp"

namespace postferry::test {
namespace {

using namespace std::chrono_literals;
using storage::catalog::NoticeChannel;
using storage::catalog::NoticeKind;
using storage::catalog::NoticeRow;
using storage::catalog::Reach;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class RefusedNotices : public NoticesTest {};

INSTANTIATE_TEST_SUITE_P(On, RefusedNotices, testing::ValuesIn(every_database()), name_of_database);

TEST_P(RefusedNotices, are_tried_again_until_they_are_taken) {
  settings.webhook_url = receivers->webhook_url("?answer=503");
  put(migration(), NoticeKind::all_finished, NoticeChannel::webhook);
  EXPECT_FALSE(deliver(NoticeChannel::webhook));
  EXPECT_THAT(states(), ElementsAre("waiting"));
  EXPECT_FALSE(deliver(NoticeChannel::webhook));
  EXPECT_EQ(receivers->webhooks().size(), 1U);
  settings.webhook_url = receivers->webhook_url();
  house.clock.pass(1min);
  EXPECT_FALSE(deliver(NoticeChannel::webhook));
  EXPECT_EQ(receivers->webhooks().size(), 1U);
  EXPECT_THAT(states(), ElementsAre("sent"));
  EXPECT_THAT(log, IsEmpty());
}

TEST_P(RefusedNotices, are_given_up_after_a_day_with_a_line_in_the_log) {
  change_olga([](auto& person) { person.email = "busy@provider.example"; });
  put(migration(), NoticeKind::all_finished);
  for (int hour = 0; hour < 30; ++hour) {
    deliver();
    house.clock.pass(1h);
  }
  EXPECT_THAT(states(), ElementsAre("given_up"));
  ASSERT_EQ(log.size(), 1U);
  EXPECT_THAT(log[0], HasSubstr("given up at try 8"));
  EXPECT_THAT(log[0], HasSubstr("451"));
  EXPECT_THAT(log[0], Not(HasSubstr(NoticeReceivers::smtp_password)));
}

TEST_P(RefusedNotices, that_are_refused_for_good_do_not_hold_up_others) {
  const auto ada = house.join(olga, "nobody@provider.example", "admin");
  auto hers = migration();
  house.change([&](soci::session& session) {
    hers.created_by = ada.person;
    replace(session, hers);
  });
  put(hers, NoticeKind::all_finished);
  put(migration(), NoticeKind::all_finished);
  EXPECT_FALSE(deliver());
  EXPECT_EQ(receivers->mails().size(), 1U);
  EXPECT_THAT(states(), testing::UnorderedElementsAre("given_up", "sent"));
  EXPECT_EQ(log.size(), 1U);
}

TEST_P(RefusedNotices, are_all_left_alone_while_the_server_is_down) {
  settings.smtp_port = free_port();
  put(migration(), NoticeKind::all_finished);
  put(migration(), NoticeKind::all_finished);
  const auto error = deliver();
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, ErrorCode::cannot_connect);
  house.look([](soci::session& session) {
    std::int64_t tries = 0;
    for (const auto& row : storage::catalog::select<NoticeRow>(session, "notice", {}))
      tries += row.attempts;
    EXPECT_EQ(tries, 1);
  });
}

TEST_P(RefusedNotices, that_nobody_needs_are_dropped) {
  put(migration(), NoticeKind::failed);  // goes on by now
  auto gone = migration();
  put(gone, NoticeKind::all_finished);
  house.change(
      [&gone](soci::session& session) { remove_migration(session, Reach::everything(), gone.id); });
  EXPECT_FALSE(deliver());
  change_olga([](auto& person) { person.state = storage::catalog::PersonState::disabled; });
  put(migration(), NoticeKind::all_finished);
  EXPECT_FALSE(deliver());
  EXPECT_THAT(receivers->mails(), IsEmpty());
  EXPECT_THAT(states(), ElementsAre("dropped", "dropped", "dropped"));
}

TEST_P(RefusedNotices, are_dropped_where_nothing_is_set_up) {
  settings.smtp_host.clear();
  settings.webhook_url.clear();
  const auto row = migration();
  put(row, NoticeKind::all_finished);
  put(row, NoticeKind::all_finished, NoticeChannel::webhook);
  EXPECT_FALSE(deliver());
  EXPECT_FALSE(deliver(NoticeChannel::webhook));
  EXPECT_THAT(states(), ElementsAre("dropped", "dropped"));
}

TEST_P(RefusedNotices, reach_nobody_of_another_customer) {
  const auto ada = house.new_customer(olga, "Small", "ada@small.example");
  auto row = migration();
  house.change([&](soci::session& session) {
    row.created_by = ada.person;
    replace(session, row);
  });
  put(row, NoticeKind::all_finished);
  EXPECT_FALSE(deliver());
  EXPECT_THAT(receivers->mails(), IsEmpty());
  EXPECT_THAT(states(), ElementsAre("dropped"));
}

TEST_P(RefusedNotices, do_not_lead_into_the_network_of_the_operator) {
  settings.allow_private_addresses = false;
  put(migration(), NoticeKind::all_finished, NoticeChannel::webhook);
  EXPECT_TRUE(deliver(NoticeChannel::webhook));
  EXPECT_THAT(receivers->webhooks(), IsEmpty());
  EXPECT_THAT(states(), ElementsAre("waiting"));
}

}  // namespace
}  // namespace postferry::test

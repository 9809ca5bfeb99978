// Notices on their way, on every database: to a real mail server and a real webhook, in the
// language of the person, and as somebody tries the settings out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/notices/notice_senders.hpp"
#include "tests/contract/notices_fixture.hpp"

namespace postferry::test {
namespace {

using namespace std::chrono_literals;
using storage::catalog::NoticeChannel;
using storage::catalog::NoticeKind;
using storage::catalog::Reach;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Notices : public NoticesTest {};

INSTANTIATE_TEST_SUITE_P(On, Notices, testing::ValuesIn(every_database()), name_of_database);

TEST_P(Notices, reach_the_mailbox_of_whoever_planned_it) {
  const auto row = migration();
  put(row, NoticeKind::first_run_finished);
  EXPECT_FALSE(deliver());
  const auto mails = receivers->mails();
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_EQ(mails[0].at("to").as_array(), text::json::Array{"olga@provider.example"});
  EXPECT_EQ(mails[0].at("from").as_string(), "postferry@provider.example");
  EXPECT_TRUE(mails[0].at("signed_in").as_bool());
  EXPECT_EQ(mails[0].at("subject").as_string(), "Now change MX: anna@shop.example");
  const std::string text(mails[0].at("text").as_string());
  EXPECT_THAT(text, HasSubstr("old: 10 mx.old.example"));
  EXPECT_THAT(text, HasSubstr("new: 10 mx1.provider.example"));
  EXPECT_THAT(text, HasSubstr(public_url + "/migrations/" + row.id));
  EXPECT_THAT(states(), ElementsAre("sent"));
  EXPECT_FALSE(deliver());
  EXPECT_THAT(receivers->mails(), IsEmpty());
}

TEST_P(Notices, are_in_the_language_of_the_person_whatever_names_hold) {
  change_olga([](auto& person) {
    person.language = "de";
    person.name = "Olga Ö\r\nBcc: all@provider.example";
  });
  auto row = migration();
  house.change([&row](soci::session& session) {
    row.source.email = "änna\r\nBcc: all@provider.example\r\n\r\n@shop.example";
    replace(session, row);
  });
  put(row, NoticeKind::all_finished);
  EXPECT_FALSE(deliver());
  const auto mails = receivers->mails();
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_THAT(std::string(mails[0].at("subject").as_string()), HasSubstr("Alles fertig: änna"));
  for (const auto& field : mails[0].at("fields").as_array())
    EXPECT_NE(field.at(0).as_string(), "Bcc");
  EXPECT_EQ(mails[0].at("to").as_array().size(), 1U);
  EXPECT_THAT(std::string(mails[0].at("text").as_string()), Not(HasSubstr("\nBcc:")));
}

TEST_P(Notices, reach_the_webhook_with_a_signature_that_others_can_check) {
  const auto row = migration();
  const auto notice = put(row, NoticeKind::first_run_finished, NoticeChannel::webhook);
  EXPECT_FALSE(deliver(NoticeChannel::webhook));
  const auto webhooks = receivers->webhooks();
  ASSERT_EQ(webhooks.size(), 1U);
  EXPECT_TRUE(webhooks[0].at("signed").as_bool());
  EXPECT_EQ(webhooks[0].at("delivery").as_string(), notice.happening);
  const auto& body = webhooks[0].at("body");
  EXPECT_EQ(body.at("type").as_string(), "migration.first_run_finished");
  EXPECT_EQ(body.at("migration").at("id").as_string(), row.id);
  EXPECT_EQ(body.at("mx").at(0).at("domain").as_string(), "shop.example");
  EXPECT_THAT(receivers->mails(), IsEmpty());
}

TEST_P(Notices, are_delivered_while_the_service_lives) {
  engine::StopRequest stop;
  put(migration(), NoticeKind::all_finished);
  put(migration(), NoticeKind::all_finished, NoticeChannel::webhook);
  auto old = put(migration(), NoticeKind::all_finished);
  house.change([&](soci::session& session) {
    old.created -= std::chrono::days(31);
    old.next_try += 1h;
    settle(session, old);
  });
  bool ended = false;
  const auto script = [&]() -> Task<> {
    boost::asio::co_spawn(co_await boost::asio::this_coro::executor,
                          service::deliver_notices(room, stop),
                          [&ended](std::exception_ptr) { ended = true; });
    const auto deadline = deadline_in(30s);
    std::size_t got = 0;
    while (got < 2 && std::chrono::steady_clock::now() < deadline) {
      got += receivers->mails().size() + receivers->webhooks().size();
      co_await engine::pause_for(20ms, engine::StopRequest());
    }
    EXPECT_EQ(got, 2U);
    stop.stop();
    while (!ended) co_await engine::pause_for(1ms, engine::StopRequest());
  };
  house.run(script());
  EXPECT_THAT(states(), ElementsAre("sent", "sent"));
}

TEST_P(Notices, of_settings_can_be_tried_out) {
  const auto try_mail = [&](const std::string& to) {
    return house.run(service::send_test_mail(room, to, "de"));
  };
  EXPECT_TRUE(try_mail("olga@provider.example"));
  const auto mails = receivers->mails();
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_EQ(mails[0].at("subject").as_string(), "Test von Postferry");
  const auto refused = try_mail("nobody@provider.example");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().text, HasSubstr("There is nobody of this name"));
  keep_secret("smtp", "wrong");
  EXPECT_EQ(try_mail("olga@provider.example").error().code, ErrorCode::wrong_password);
  EXPECT_TRUE(house.run(service::send_test_webhook(room)));
  EXPECT_EQ(receivers->webhooks().at(0).at("body").at("type").as_string(), "test");
  house.change(
      [](soci::session& session) { wipe_secrets(session, Reach::everything(), "webhook"); });
  EXPECT_EQ(house.run(service::send_test_webhook(room)).error().code, ErrorCode::bad_usage);
}

}  // namespace
}  // namespace postferry::test

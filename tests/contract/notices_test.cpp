// Notices on their way, on every database: to a real mail server and a real webhook, and what
// becomes of those that cannot be sent.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/kept_secrets.hpp"
#include "service/notices/notice_delivery.hpp"
#include "service/notices/notice_senders.hpp"
#include "storage/catalog/customer_counts.hpp"
#include "storage/catalog/migrations.hpp"
#include "storage/catalog/people.hpp"
#include "storage/catalog/secrets.hpp"
#include "storage/vault_keys.hpp"
#include "tests/support/database_fixture.hpp"
#include "tests/support/people_house.hpp"
#include "tests/support/service/notice_receivers.hpp"

namespace postferry::test {
namespace {

using namespace std::chrono_literals;
using service::NoticeRoom;
using storage::catalog::MigrationRow;
using storage::catalog::MigrationState;
using storage::catalog::NoticeChannel;
using storage::catalog::NoticeKind;
using storage::catalog::NoticeRow;
using storage::catalog::Reach;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

storage::Vault vault_with_keys(const std::filesystem::path& file) {
  storage::make_vault_keys(file);
  return storage::Vault(storage::read_vault_keys(file));
}

Task<std::vector<net::MxRecord>> answer_mx(std::string domain) {
  if (domain != "shop.example") throw Failure(Error{.code = ErrorCode::timed_out});
  co_return std::vector<net::MxRecord>{{.host = "mx.old.example", .preference = 10}};
}

class Notices : public DatabaseTest {
 protected:
  static void SetUpTestSuite() {
    if (NoticeReceivers::available()) receivers = new NoticeReceivers();
  }
  static void TearDownTestSuite() {
    delete receivers;
    receivers = nullptr;
  }
  void SetUp() override {
    if (receivers == nullptr) GTEST_SKIP() << "run tools/setup test first";
    receivers->forget();
    olga = house.set_up();
    settings.smtp_host = "127.0.0.1";
    settings.smtp_port = receivers->smtp_port();
    settings.smtp_security = "none";
    settings.smtp_user = NoticeReceivers::smtp_user;
    settings.smtp_from = "postferry@provider.example";
    settings.webhook_url = receivers->webhook_url();
    settings.allow_private_addresses = true;
    settings.mx_records = {"10 mx1.provider.example"};
    keep_secret("smtp", NoticeReceivers::smtp_password);
    keep_secret("webhook", NoticeReceivers::webhook_secret);
  }

  void keep_secret(const std::string& owner, const std::string& secret) {
    const auto row = service::sealed_row(vault, {.owner = owner, .side = "", .customer = ""},
                                         Secret(secret), house.clock.now());
    house.change([row](soci::session& session) { put_secret(session, row); });
  }
  MigrationRow migration(MigrationState state = MigrationState::waiting_for_next) {
    MigrationRow row;
    row.id = house.ulids.next();
    row.customer = olga.customer;
    row.created_by = olga.person;
    row.source.email = "anna@shop.example";
    row.source.domain = "shop.example";
    row.target = row.source;
    row.state = state;
    row.due = house.clock.now() + 24h;
    row.brought = 1234;
    row.reason = state == MigrationState::failed ? "wrong_password" : "";
    house.change([row](soci::session& session) { add(session, row); });
    return row;
  }
  NoticeRow put(const MigrationRow& about, NoticeKind kind,
                NoticeChannel channel = NoticeChannel::mail) {
    const NoticeRow row{.happening = std::string(text_of(kind)) + "/" + about.id,
                        .channel = channel,
                        .customer = about.customer,
                        .kind = kind,
                        .migration = about.id,
                        .person = channel == NoticeChannel::mail ? about.created_by : "",
                        .created = house.clock.now(),
                        .next_try = house.clock.now()};
    house.change([row](soci::session& session) { put_down(session, row); });
    return row;
  }
  void change_olga(std::function<void(storage::catalog::PersonRow&)> change) {
    house.change([this, change](soci::session& session) {
      auto row = *find_person(session, Reach::everything(), olga.person);
      change(row);
      replace(session, Reach::everything(), row);
    });
  }
  std::optional<Error> deliver(NoticeChannel channel = NoticeChannel::mail) {
    return house.run(service::deliver_due(room, channel));
  }
  // The state of all that are there.
  std::vector<std::string> states() {
    std::vector<std::string> all;
    house.look([&all](soci::session& session) {
      for (const auto& row :
           storage::catalog::select<NoticeRow>(session, "notice ORDER BY happening, channel", {}))
        all.emplace_back(text_of(row.state));
    });
    return all;
  }

  static inline NoticeReceivers* receivers = nullptr;
  TemporaryFolder folder;
  PeopleHouse house{address()};
  storage::Vault vault = vault_with_keys(folder.path() / "vault.key");
  net::Mailer mailer;
  net::HttpClient http;
  service::Settings settings;
  const std::string public_url = "https://move.provider.example";
  std::vector<std::string> log;
  NoticeRoom room{.catalog = house.catalog,
                  .vault = vault,
                  .mailer = mailer,
                  .http = http,
                  .settings = settings,
                  .public_url = public_url,
                  .log = [this](const std::string& line) { log.push_back(line); },
                  .ask_mx = answer_mx,
                  .clock = house.clock.clock()};
  service::Actor olga;
};

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

TEST_P(Notices, are_tried_again_until_they_are_taken) {
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

TEST_P(Notices, are_given_up_after_a_day_with_a_line_in_the_log) {
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

TEST_P(Notices, that_are_refused_for_good_do_not_hold_up_others) {
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

TEST_P(Notices, are_all_left_alone_while_the_server_is_down) {
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

TEST_P(Notices, that_nobody_needs_are_dropped) {
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

TEST_P(Notices, are_dropped_where_nothing_is_set_up) {
  settings.smtp_host.clear();
  settings.webhook_url.clear();
  const auto row = migration();
  put(row, NoticeKind::all_finished);
  put(row, NoticeKind::all_finished, NoticeChannel::webhook);
  EXPECT_FALSE(deliver());
  EXPECT_FALSE(deliver(NoticeChannel::webhook));
  EXPECT_THAT(states(), ElementsAre("dropped", "dropped"));
}

TEST_P(Notices, reach_nobody_of_another_customer) {
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

TEST_P(Notices, do_not_lead_into_the_network_of_the_operator) {
  settings.allow_private_addresses = false;
  put(migration(), NoticeKind::all_finished, NoticeChannel::webhook);
  EXPECT_TRUE(deliver(NoticeChannel::webhook));
  EXPECT_THAT(receivers->webhooks(), IsEmpty());
  EXPECT_THAT(states(), ElementsAre("waiting"));
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

// What the tests of notices share: people, a vault, settings that lead to real receivers, and short
// ways to have a migration and a notice about it.
//
// Needs aiosmtpd (tools/setup test); the tests are skipped where it is absent. One thread.
#pragma once

#include <functional>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <vector>

#include "service/kept_secrets.hpp"
#include "service/notices/notice_delivery.hpp"
#include "storage/catalog/migrations.hpp"
#include "storage/catalog/people.hpp"
#include "storage/catalog/secrets.hpp"
#include "storage/vault_keys.hpp"
#include "tests/support/database_fixture.hpp"
#include "tests/support/people_house.hpp"
#include "tests/support/service/notice_receivers.hpp"

namespace postferry::test {

class NoticesTest : public DatabaseTest {
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

  static storage::Vault new_vault(const std::filesystem::path& file) {
    storage::make_vault_keys(file);
    return storage::Vault(storage::read_vault_keys(file));
  }
  static Task<std::vector<net::MxRecord>> answer_mx(std::string domain) {
    if (domain != "shop.example") throw Failure(Error{.code = ErrorCode::timed_out});
    co_return std::vector<net::MxRecord>{{.host = "mx.old.example", .preference = 10}};
  }

  void keep_secret(const std::string& owner, const std::string& secret) {
    const auto row = service::sealed_row(vault, {.owner = owner, .side = "", .customer = ""},
                                         Secret(secret), house.clock.now());
    house.change([row](soci::session& session) { put_secret(session, row); });
  }
  storage::catalog::MigrationRow migration(
      storage::catalog::MigrationState state = storage::catalog::MigrationState::waiting_for_next) {
    storage::catalog::MigrationRow row;
    row.id = house.ulids.next();
    row.customer = olga.customer;
    row.created_by = olga.person;
    row.source.email = "anna@shop.example";
    row.source.domain = "shop.example";
    row.target = row.source;
    row.state = state;
    row.due = house.clock.now() + std::chrono::hours(24);
    row.brought = 1234;
    row.reason = state == storage::catalog::MigrationState::failed ? "wrong_password" : "";
    house.change([row](soci::session& session) { add(session, row); });
    return row;
  }
  storage::catalog::NoticeRow put(
      const storage::catalog::MigrationRow& about, storage::catalog::NoticeKind kind,
      storage::catalog::NoticeChannel channel = storage::catalog::NoticeChannel::mail) {
    const storage::catalog::NoticeRow row{
        .happening = std::string(text_of(kind)) + "/" + about.id,
        .channel = channel,
        .customer = about.customer,
        .kind = kind,
        .migration = about.id,
        .person = channel == storage::catalog::NoticeChannel::mail ? about.created_by : "",
        .created = house.clock.now(),
        .next_try = house.clock.now()};
    house.change([row](soci::session& session) { put_down(session, row); });
    return row;
  }
  void change_olga(std::function<void(storage::catalog::PersonRow&)> change) {
    house.change([this, change](soci::session& session) {
      auto row = *find_person(session, storage::catalog::Reach::everything(), olga.person);
      change(row);
      replace(session, storage::catalog::Reach::everything(), row);
    });
  }
  std::optional<Error> deliver(
      storage::catalog::NoticeChannel channel = storage::catalog::NoticeChannel::mail) {
    return house.run(service::deliver_due(room, channel));
  }
  // The state of all that are there.
  std::vector<std::string> states() {
    std::vector<std::string> all;
    house.look([&all](soci::session& session) {
      for (const auto& row : storage::catalog::select<storage::catalog::NoticeRow>(
               session, "notice ORDER BY happening, channel", {}))
        all.emplace_back(text_of(row.state));
    });
    return all;
  }

  static inline NoticeReceivers* receivers = nullptr;
  TemporaryFolder folder;
  PeopleHouse house{address()};
  storage::Vault vault = new_vault(folder.path() / "vault.key");
  net::Mailer mailer;
  net::HttpClient http;
  service::Settings settings;
  const std::string public_url = "https://move.provider.example";
  std::vector<std::string> log;
  service::NoticeRoom room{.catalog = house.catalog,
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

}  // namespace postferry::test

// Notices of a running `postferry serve`: mail is moved between two Dovecots, and a mail server and
// a webhook are told; the settings of both are tried out first.
#include <chrono>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>
#include <thread>

#include "tests/support/crash/letters.hpp"
#include "tests/support/crash/postferry.hpp"
#include "tests/support/imap_client.hpp"
#include "tests/support/servers/throwaway_dovecot.hpp"
#include "tests/support/service/notice_receivers.hpp"
#include "tests/support/service/running_service.hpp"
#include "tests/support/temporary_folder.hpp"

namespace postferry::test {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::HasSubstr;
using text::json::Array;
using text::json::Object;
using text::json::Value;

class ServeNotices : public testing::Test {
 protected:
  void SetUp() override {
    if (!postferry_is_built()) GTEST_SKIP() << "build the release binary first";
    if (!ThrowawayDovecot::available()) GTEST_SKIP() << "run tools/servers first";
    if (!NoticeReceivers::available()) GTEST_SKIP() << "run tools/setup test first";
    source.emplace(DovecotOptions{.special_use = SpecialUse::absent});
    target.emplace(DovecotOptions{.special_use = SpecialUse::absent});
    receivers.emplace();
    service.emplace(folder.path() / "state");
    olga.emplace(first_visit(*service));
  }

  HttpReply set_up_notices() {
    return olga->send("PUT", "/settings",
                      Object{{"smtp_host", "127.0.0.1"},
                             {"smtp_port", receivers->smtp_port()},
                             {"smtp_security", "none"},
                             {"smtp_user", NoticeReceivers::smtp_user},
                             {"smtp_password", NoticeReceivers::smtp_password},
                             {"smtp_from", "postferry@provider.example"},
                             {"webhook_url", receivers->webhook_url()},
                             {"webhook_secret", NoticeReceivers::webhook_secret},
                             {"mx_records", {"10 mx1.provider.example"}},
                             {"allow_private_addresses", true}});
  }

  static void fill(const ThrowawayDovecot& server, const std::string& user) {
    ImapClient client(server.port(), user, server.password());
    client.append("INBOX", letter(1), {}, received_of(1));
  }
  static Object account(const ThrowawayDovecot& server, const std::string& user) {
    return {{"type", "imap"},      {"email", user + "@shop.invalid"},
            {"user", user},        {"password", server.password()},
            {"host", "127.0.0.1"}, {"port", server.port()},
            {"security", "none"}};
  }
  Object draft(const std::string& user) {
    fill(*source, user);
    auto to = account(*target, user);
    to["kind"] = "other";
    return {{"source", account(*source, user)},
            {"target", std::move(to)},
            {"first_run_at", nullptr},
            {"second_run", nullptr},
            {"further_runs", 1}};
  }
  // As soon as there are so many.
  std::vector<Value> mails(std::size_t count) {
    return wait_for(count, [this] { return receivers->mails(); });
  }
  std::vector<Value> webhooks(std::size_t count) {
    return wait_for(count, [this] { return receivers->webhooks(); });
  }
  template <class Look>
  static std::vector<Value> wait_for(std::size_t count, Look look) {
    std::vector<Value> all;
    const auto deadline = std::chrono::steady_clock::now() + 60s;
    while (all.size() < count && std::chrono::steady_clock::now() < deadline) {
      for (auto& value : look()) all.push_back(std::move(value));
      std::this_thread::sleep_for(20ms);
    }
    EXPECT_EQ(all.size(), count);
    return all;
  }

  TemporaryFolder folder;
  std::optional<ThrowawayDovecot> source;
  std::optional<ThrowawayDovecot> target;
  std::optional<NoticeReceivers> receivers;
  std::optional<RunningService> service;
  std::optional<Browser> olga;
};

TEST_F(ServeNotices, settings_are_tried_out_by_the_operator_alone) {
  EXPECT_EQ(olga->post("/settings/test-mail", {{"to", "olga@provider.example"}}).code(),
            "not_set_up");
  ASSERT_EQ(set_up_notices().status, 200);
  EXPECT_EQ(olga->post("/settings/test-mail", {{"to", "olga@provider.example"}}).status, 204);
  EXPECT_EQ(mails(1).at(0).at("subject").as_string(), "Test from Postferry");
  const auto refused = olga->post("/settings/test-mail", {{"to", "nobody@provider.example"}});
  EXPECT_GE(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("There is nobody of this name"));
  EXPECT_EQ(olga->post("/settings/test-mail", {{"to", "x\r\nRCPT TO:<y@z>"}}).status, 422);
  EXPECT_EQ(olga->post("/settings/test-webhook", Object{}).status, 204);
  EXPECT_TRUE(webhooks(1).at(0).at("signed").as_bool());
  auto mia = join(*service, *olga, "mia@provider.example", "admin");
  for (const char* path : {"/settings/test-mail", "/settings/test-webhook"})
    EXPECT_EQ(mia.post(path, {{"to", "mia@provider.example"}}).status, 403) << path;
}

TEST_F(ServeNotices, tell_of_a_migration_and_of_a_batch_once) {
  ASSERT_EQ(set_up_notices().status, 200);
  auto one = draft("anna");
  one["check"] = "required";
  const auto planned = olga->post("/migrations", one);
  ASSERT_EQ(planned.status, 201) << planned.body;
  const auto mail = mails(1).at(0);
  EXPECT_EQ(mail.at("to").at(0).as_string(), "olga@provider.example");
  EXPECT_EQ(mail.at("subject").as_string(), "Finished, now change MX: anna@shop.invalid");
  EXPECT_THAT(std::string(mail.at("text").as_string()),
              HasSubstr("/migrations/" + planned.text("id")));
  std::set<std::string> types;
  for (const auto& webhook : webhooks(2)) {
    EXPECT_TRUE(webhook.at("signed").as_bool());
    types.emplace(webhook.at("body").at("type").as_string());
  }
  EXPECT_THAT(types, testing::ElementsAre("migration.finished", "migration.first_run_finished"));

  const auto check = olga->post("/checks", {{"drafts", Array{draft("berta"), draft("carl")}}});
  ASSERT_EQ(check.status, 202) << check.body;
  const auto path = "/checks/" + check.text("id");
  for (int tries = 0; tries < 600 && olga->get(path).json().at("done").as_int64() < 2; ++tries)
    std::this_thread::sleep_for(100ms);
  const auto batch = olga->post(
      "/batches", {{"name", "Shop\r\nBcc: all@provider.example"}, {"check_id", check.text("id")}});
  ASSERT_GE(batch.status, 400) << "names are one line";
  ASSERT_EQ(olga->post("/batches", {{"name", "Shop"}, {"check_id", check.text("id")}}).status, 201);
  EXPECT_EQ(mails(1).at(0).at("subject").as_string(), "Finished, now change MX: Shop");
  EXPECT_EQ(webhooks(6).size(), 6U);
  std::this_thread::sleep_for(6s);
  EXPECT_TRUE(receivers->mails().empty());
  EXPECT_EQ(service->stop(), 0);
}

}  // namespace
}  // namespace postferry::test

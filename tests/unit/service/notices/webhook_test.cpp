// What programs read: the JSON of a webhook, its signature, and when it is tried again.
#include "service/notices/webhook.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/notices/notice_delivery.hpp"
#include "text/json.hpp"

namespace postferry::service {
namespace {

using namespace std::chrono_literals;
using storage::catalog::MigrationState;
using storage::catalog::NoticeKind;

constexpr Instant moment{std::chrono::seconds(1'795'000'000)};

NoticeFacts facts(NoticeKind kind) {
  NoticeFacts facts;
  facts.notice.happening = "failed/01M/3";
  facts.notice.kind = kind;
  facts.notice.migration = "01M";
  facts.notice.created = moment;
  facts.customer = {.id = "01C", .name = "Shop \xff"};
  facts.migration.emplace();
  facts.migration->id = "01M";
  facts.migration->source.email = "a\"b\r\n@shop.example";
  facts.migration->state = MigrationState::failed;
  facts.migration->reason = "target_full";
  return facts;
}

TEST(WebhookBody, is_json_whatever_names_hold) {
  const auto body = text::json::parse(webhook_body(facts(NoticeKind::failed), "https://m.example"));
  ASSERT_TRUE(body);
  EXPECT_EQ(body->at("id").as_string(), "failed/01M/3");
  EXPECT_EQ(body->at("type").as_string(), "migration.failed");
  EXPECT_EQ(body->at("created_at").as_string(), to_rfc3339(moment));
  EXPECT_EQ(body->at("migration").at("source").as_string(), "a\"b\r\n@shop.example");
  EXPECT_EQ(body->at("migration").at("reason").at("code").as_string(), "target_full");
  EXPECT_EQ(body->at("migration").at("url").as_string(), "https://m.example/migrations/01M");
  EXPECT_FALSE(body->as_object().contains("mx"));
}

TEST(WebhookBody, of_a_first_run_names_the_mx_records) {
  auto told = facts(NoticeKind::first_run_finished);
  told.domains = {{.domain = "shop.example", .old = {"10 mx.old.example"}}};
  told.new_mx = {"10 mx.new.example"};
  const auto body = text::json::parse(webhook_body(told, ""));
  ASSERT_TRUE(body);
  EXPECT_EQ(
      text::json::serialize(body->at("mx")),
      R"([{"domain":"shop.example","old":["10 mx.old.example"],"new":["10 mx.new.example"]}])");
}

TEST(WebhookBody, of_a_batch_counts_its_states) {
  auto told = facts(NoticeKind::all_finished);
  told.notice.migration.clear();
  told.migration.reset();
  told.batch.emplace();
  told.batch->id = "01B";
  told.report.states = {{MigrationState::complete, 3}};
  const auto body = text::json::parse(webhook_body(told, ""));
  ASSERT_TRUE(body);
  EXPECT_EQ(body->at("type").as_string(), "batch.finished");
  EXPECT_EQ(body->at("batch").at("states").at("complete").as_int64(), 3);
}

// As `printf %s '1795000000.{"a":1}' | openssl dgst -sha256 -hmac s3cret` says.
TEST(WebhookSignature, is_that_of_others) {
  EXPECT_EQ(webhook_signature(Secret("s3cret"), moment, R"({"a":1})"),
            "t=1795000000,v1=66ef648639d5226245f765ca0416c5549c32aab329ad5708610bb4d8a1ac84e5");
}

TEST(WebhookSignature, changes_with_everything) {
  const auto signature = webhook_signature(Secret("s3cret"), moment, "body");
  EXPECT_NE(webhook_signature(Secret("other"), moment, "body"), signature);
  EXPECT_NE(webhook_signature(Secret("s3cret"), moment + 1s, "body"), signature);
  EXPECT_NE(webhook_signature(Secret("s3cret"), moment, "bodY"), signature);
}

TEST(NoticeTries, have_growing_waits_for_about_a_day) {
  const Error error{.code = ErrorCode::cannot_connect};
  std::chrono::seconds all{0};
  std::chrono::seconds before{0};
  std::int64_t tries = 1;
  for (; const auto wait = wait_before_next_try(tries, error); ++tries) {
    EXPECT_GT(*wait, before);
    before = *wait;
    all += *wait;
  }
  EXPECT_EQ(tries, 8);
  EXPECT_GT(all, 20h);
  EXPECT_LE(all, 24h);
}

TEST(NoticeTries, end_at_once_with_what_the_server_refuses_for_good) {
  EXPECT_FALSE(wait_before_next_try(
      1, {.code = ErrorCode::server_refused, .text = "550 no", .retry = Retry::never}));
  EXPECT_TRUE(wait_before_next_try(
      1, {.code = ErrorCode::server_refused, .text = "451 later", .retry = Retry::later}));
  // The operator may mend his settings meanwhile.
  EXPECT_TRUE(wait_before_next_try(1, {.code = ErrorCode::wrong_password, .retry = Retry::never}));
}

}  // namespace
}  // namespace postferry::service

#include "service/notices/webhook.hpp"

#include <array>
#include <fmt/format.h>
#include <sodium.h>

#include "text/display.hpp"
#include "text/json.hpp"

namespace postferry::service {
namespace {

namespace json = text::json;
using storage::catalog::MigrationRow;
using storage::catalog::NoticeKind;

json::Value instant_json(Instant at) {
  return at == Instant{} ? json::Value() : json::Value(to_rfc3339(at));
}

json::Value text_json(const std::string& text) { return json::Value(text::valid_utf8(text)); }

json::Object counts_json(const storage::catalog::BatchReport& report) {
  return {{"brought", report.brought},
          {"was_there", report.was_there},
          {"excluded", report.excluded},
          {"failed", report.failed},
          {"missing", report.missing}};
}

json::Object migration_json(const MigrationRow& row, std::string_view public_url) {
  json::Value reason;
  if (!row.reason.empty())
    reason = json::Object{{"code", row.reason}, {"sentence", text_json(row.reason_text)}};
  return {{"id", row.id},
          {"batch_id", row.batch.empty() ? json::Value() : json::Value(row.batch)},
          {"state", text_of(row.state)},
          {"source", text_json(row.source.email)},
          {"target", text_json(row.target.email)},
          {"runs", row.runs},
          {"next_run_at", instant_json(row.due)},
          {"reason", std::move(reason)},
          {"url", fmt::format("{}/migrations/{}", public_url, row.id)}};
}

json::Object batch_json(const NoticeFacts& facts, std::string_view public_url) {
  json::Object states;
  for (const auto& [state, count] : facts.report.states) states[text_of(state)] = count;
  return {{"id", facts.batch->id},
          {"number", facts.batch->number},
          {"name", text_json(facts.batch->name)},
          {"states", std::move(states)},
          {"next_run_at", instant_json(facts.report.next_run)},
          {"url", fmt::format("{}/batches/{}", public_url, facts.batch->id)}};
}

json::Array mx_json(const NoticeFacts& facts) {
  json::Array domains;
  for (const auto& domain : facts.domains)
    domains.push_back(json::Object{{"domain", domain.domain},
                                   {"old", json::Array(domain.old.begin(), domain.old.end())},
                                   {"new", json::Array(facts.new_mx.begin(), facts.new_mx.end())}});
  return domains;
}

std::string_view event_name(NoticeKind kind) {
  switch (kind) {
    case NoticeKind::first_run_finished:
    case NoticeKind::only_run_finished:
      return "first_run_finished";
    case NoticeKind::all_finished:
      return "finished";
    case NoticeKind::failed:
      break;
  }
  return "failed";
}

}  // namespace

std::string webhook_type(const storage::catalog::NoticeRow& notice) {
  return fmt::format("{}.{}", notice.migration.empty() ? "batch" : "migration",
                     event_name(notice.kind));
}

std::string webhook_body(const NoticeFacts& facts, std::string_view public_url) {
  json::Object body{
      {"id", facts.notice.happening},
      {"type", webhook_type(facts.notice)},
      {"created_at", to_rfc3339(facts.notice.created)},
      {"customer", {{"id", facts.customer.id}, {"name", text_json(facts.customer.name)}}},
      {"counts", counts_json(facts.report)}};
  if (facts.migration)
    body["migration"] = migration_json(*facts.migration, public_url);
  else
    body["batch"] = batch_json(facts, public_url);
  if (facts.is_first_run_finished()) body["mx"] = mx_json(facts);
  return json::serialize(body);
}

std::string test_webhook_body(std::string_view public_url, Instant now) {
  return json::serialize(
      json::Object{{"id", fmt::format("test/{}", now.time_since_epoch().count())},
                   {"type", "test"},
                   {"created_at", to_rfc3339(now)},
                   {"url", public_url}});
}

std::string webhook_signature(const Secret& secret, Instant at, std::string_view body) {
  const auto key = secret.reveal();
  const auto time = fmt::format("{}", at.time_since_epoch().count());
  const auto bytes = [](std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
  };
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, bytes(key), key.size());
  crypto_auth_hmacsha256_update(&state, bytes(time), time.size());
  crypto_auth_hmacsha256_update(&state, bytes("."), 1);
  crypto_auth_hmacsha256_update(&state, bytes(body), body.size());
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> code{};
  crypto_auth_hmacsha256_final(&state, code.data());
  std::string hex;
  for (const auto byte : code) hex += fmt::format("{:02x}", byte);
  return fmt::format("t={},v1={}", time, hex);
}

}  // namespace postferry::service

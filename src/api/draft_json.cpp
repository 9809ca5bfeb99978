#include "api/draft_json.hpp"

#include <fmt/format.h>

#include "api/options_json.hpp"
#include "api/timing_json.hpp"
#include "base/clock.hpp"
#include "net/endpoint.hpp"
#include "service/mail_address.hpp"
#include "service/server_name.hpp"

namespace postferry::api {
namespace {

namespace json = text::json;
using service::Draft;
using service::DraftAccount;
using service::TargetKind;

constexpr std::int64_t most_lines = 1'000'000'000;

// The checked value; what is wrong is told, and that it is missing where a sentence is given.
template <class Check>
auto checked_text(BodyFields& fields, std::string_view name, Check check,
                  std::string_view when_missing = {})
    -> std::optional<typename decltype(check(std::string_view()))::value_type> {
  const bool named = fields.has(name);
  const auto written = fields.optional_text(name, {.may_be_empty = true});
  const bool empty = written ? written->empty() : !named;
  if (empty && !when_missing.empty()) fields.complain(name, "missing", when_missing);
  if (!written || empty) return std::nullopt;
  auto read = check(*written);
  if (read) return *std::move(read);
  fields.complain(name, finding_name(read.error().code), read.error().text);
  return std::nullopt;
}

void read_name(BodyFields& fields, DraftAccount& account) {
  if (const auto type = checked_text(fields, "type", service::account_type_named))
    account.type = *type;
  if (auto address = checked_text(fields, "email", service::mail_address))
    account.email = std::move(address->text);
  if (auto user = checked_text(fields, "user", service::user_name)) account.user = *std::move(user);
  if (account.user.empty()) account.user = account.email;
  if (account.user.empty() && !fields.has("user") && !fields.has("email"))
    fields.complain("user", "missing", "Write an e-mail address or a user name.");
  else if (account.user.empty())
    fields.complain(fields.has("email") ? "email" : "user", "missing",
                    "Write whose account it is.");
  if (account.email.empty() && account.user.contains('@') && service::mail_address(account.user))
    account.email = account.user;
}

enum class Place : std::uint8_t { needed, known };

void read_place(BodyFields& fields, Place place, DraftAccount& account) {
  const auto host = checked_text(fields, "host", service::host_name,
                                 place == Place::needed ? "Write the name of the server." : "");
  const auto security = checked_text(fields, "security", service::security_named);
  const auto port = fields.optional_number("port", 0, 65535);
  if (place == Place::known || !host) return;
  account.server = service::endpoint_of(
      {.host = *host, .port = static_cast<std::uint16_t>(port.value_or(0)), .security = security});
}

void read_rest(BodyFields& fields, DraftAccount& account) {
  account.master = fields.optional_text("master", {.may_be_empty = true}).value_or("");
  account.master_separator =
      fields.optional_text("master_separator", {.most_bytes = 10, .may_be_empty = true})
          .value_or("");
  const auto fingerprint = fields.optional_text("fingerprint", {.may_be_empty = true});
  if (!fingerprint || fingerprint->empty()) return;
  if (const auto digest = net::parse_fingerprint(*fingerprint))
    account.fingerprint = *digest;
  else
    fields.complain("fingerprint", "bad_option",
                    "This is the certificate's SHA-256: 64 hexadecimal digits.");
}

void read_source(BodyFields& fields, Draft& draft) {
  auto source = fields.optional_object("source");
  if (!source) {
    if (!fields.has("source")) fields.complain("source", "missing", "This is needed.");
    return;
  }
  read_name(*source, draft.source);
  read_place(*source, Place::needed, draft.source);
  read_rest(*source, draft.source);
  draft.source.password = source->secret("password");
  source->no_others();
}

void read_target(BodyFields& fields, Draft& draft) {
  auto target = fields.optional_object("target");
  if (!target) {
    if (!fields.has("target")) fields.complain("target", "missing", "This is needed.");
    return;
  }
  const auto kind = target->optional_text("kind").value_or("other");
  if (kind != "own" && kind != "other")
    target->complain("kind", "bad_option", "Choose own or other.");
  draft.target_kind = kind == "own" ? TargetKind::own : TargetKind::other;
  const bool own = draft.target_kind == TargetKind::own;
  read_name(*target, draft.target);
  read_place(*target, own ? Place::known : Place::needed, draft.target);
  read_rest(*target, draft.target);
  draft.target.password =
      own ? target->optional_secret("password").value_or(Secret()) : target->secret("password");
  target->no_others();
}

json::Object account_json(const DraftAccount& account) {
  json::Object object{{"type", account_type_id(account.type)},
                      {"email", account.email},
                      {"user", account.user},
                      {"password", account.password.reveal()},
                      {"host", account.server.host},
                      {"port", account.server.port},
                      {"security", service::security_name(account.server.security)}};
  if (!account.master.empty()) object["master"] = account.master;
  if (!account.master_separator.empty()) object["master_separator"] = account.master_separator;
  if (account.fingerprint) {
    std::string digits;
    for (const auto byte : *account.fingerprint) digits += fmt::format("{:02x}", byte);
    object["fingerprint"] = digits;
  }
  return object;
}

}  // namespace

ReadDraft draft_in(BodyFields& fields, const DraftRules& rules) {
  ReadDraft read;
  auto& draft = read.draft;
  read_source(fields, draft);
  read_target(fields, draft);
  if (auto options = fields.optional_object("options")) draft.choices = options_in(*options);
  draft.timing = timing_in(fields);
  draft.line = static_cast<std::size_t>(fields.optional_number("line", 0, most_lines).value_or(0));
  read.warnings = doubts_about(fields, draft.timing, rules.timing, rules.now);
  return read;
}

json::Object draft_json(const Draft& draft) {
  auto target = account_json(draft.target);
  target["kind"] = draft.target_kind == TargetKind::own ? "own" : "other";
  json::Value first;
  if (draft.timing.first_run_at) first = to_rfc3339(*draft.timing.first_run_at);
  json::Object object{{"source", account_json(draft.source)},
                      {"target", std::move(target)},
                      {"options", options_json(draft.choices)},
                      {"first_run_at", std::move(first)},
                      {"second_run", second_run_json(draft.timing.second_run)},
                      {"further_runs", draft.timing.further_runs}};
  if (draft.line > 0) object["line"] = draft.line;
  return object;
}

}  // namespace postferry::api

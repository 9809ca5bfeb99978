// GET and POST /tokens, DELETE /tokens/{id}: what scripts and panels sign in with.
#include <algorithm>
#include <array>

#include "api/body_fields.hpp"
#include "api/caller.hpp"
#include "api/door.hpp"
#include "api/json_body.hpp"
#include "api/people_json.hpp"
#include "api/refusals.hpp"
#include "api/resources.hpp"
#include "api/responses.hpp"
#include "service/api_tokens.hpp"
#include "service/written_time.hpp"

namespace postferry::api {
namespace {

// Each may what those before it may.
constexpr std::array<std::string_view, 4> scopes{"read", "run", "plan", "manage"};

text::json::Object token_json(const storage::catalog::TokenRow& row, const Names& names) {
  return {{"id", row.id},
          {"name", row.name},
          {"scopes", text::json::Array{text::json::Value(row.scope)}},
          {"created_at", time_json(row.created)},
          {"created_by", named_json(names, row.person)},
          {"last_used_at", time_json(row.last_used)},
          {"ends_at", time_json(row.ends)}};
}

// The widest of the scopes that are named.
std::string scope_in(BodyFields& fields) {
  const auto named = fields.texts("scopes", scopes.size());
  std::size_t widest = 0;
  for (const auto& name : named) {
    const auto found = std::ranges::find(scopes, name);
    if (found == scopes.end())
      fields.complain("scopes", "unknown_scope", "Choose read, run, plan or manage.");
    else
      widest = std::max(widest, static_cast<std::size_t>(found - scopes.begin()));
  }
  if (fields.has("scopes") && named.empty())
    fields.complain("scopes", "missing", "Choose what it may do.");
  return std::string(scopes[widest]);
}

Instant end_in(BodyFields& fields) {
  const auto written = fields.text("ends_at");
  if (written.empty()) return {};
  const auto read = service::written_time(written, service::TimeZone::utc());
  if (read) return read->at;
  fields.complain("ends_at", "not_a_time", "Write the end like 2027-01-31T00:00:00Z.");
  return {};
}

Task<net::HttpResponse> list_tokens(Service& service, Call call) {
  const auto rows = granted(co_await service::tokens(service.people, actor_of(call)));
  const auto names = co_await names_of(service.people, actor_of(call));
  text::json::Array items;
  for (const auto& row : rows) items.push_back(token_json(row, names));
  co_return json_response({{"items", std::move(items)}});
}

Task<net::HttpResponse> make(Service& service, Call call) {
  BodyFields fields(json_body(call.request));
  service::NewToken wanted{
      .name = fields.text("name"), .scope = scope_in(fields), .ends = end_in(fields)};
  fields.done();
  auto made = co_await service::make_token(service.people, actor_of(call), std::move(wanted));
  if (!made)
    for (auto& field : made.error().fields)
      if (field.field == "ends") field.field = "ends_at";
  const auto token = granted(std::move(made));
  auto body = token_json(token.row, {{actor_of(call).person, actor_of(call).name}});
  body["token"] = token.token.reveal();
  co_return created(std::move(body), "/api/v1/tokens/" + token.row.id);
}

Task<net::HttpResponse> revoke(Service& service, Call call) {
  granted(co_await service::revoke_token(service.people, actor_of(call), call.at("id")));
  co_return nothing();
}

}  // namespace

void add_tokens(Router& router, Service& service) {
  const auto rules = needs(service::Permission::manage_tokens);
  auto tokens = router.below("/api/v1/tokens");
  tokens.get("", rules, [&](Call call) { return list_tokens(service, std::move(call)); });
  tokens.post("", rules, [&](Call call) { return make(service, std::move(call)); });
  tokens.remove("/{id}", rules, [&](Call call) { return revoke(service, std::move(call)); });
}

}  // namespace postferry::api

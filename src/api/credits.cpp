// GET /credits: what there is, what was used and for what. POST /credits/keys: one more licence
// key.
#include "api/body_fields.hpp"
#include "api/caller.hpp"
#include "api/door.hpp"
#include "api/json_body.hpp"
#include "api/people_json.hpp"
#include "api/refusals.hpp"
#include "api/resources.hpp"
#include "api/responses.hpp"
#include "service/licences.hpp"

namespace postferry::api {
namespace {

text::json::Array keys_json(const service::Credits& credits, const Names& names) {
  text::json::Array keys;
  for (const auto& key : credits.keys)
    keys.push_back({{"id", key.id},
                    {"shown", service::shown_licence_id(key.id)},
                    {"migrations", key.migrations},
                    {"added_at", time_json(key.added)},
                    {"added_by", named_json(names, key.added_by)},
                    {"valid", true}});
  return keys;
}

text::json::Array uses_json(const service::Credits& credits, const Names& names) {
  text::json::Array uses;
  for (const auto& use : credits.uses)
    uses.push_back({{"at", time_json(use.at)},
                    {"person", named_json(names, use.person)},
                    {"what", use.what},
                    {"credits", use.migrations},
                    {"left", use.remaining}});
  return uses;
}

Task<text::json::Object> credits_json(Service& service, service::Actor actor) {
  const auto credits =
      granted(co_await service::credits(service.people, actor, service.credit_rule));
  const auto names = co_await names_of(service.people, actor);
  co_return text::json::Object{{"required", service.credit_rule.required},
                               {"total", credits.credit.total},
                               {"used", credits.credit.used},
                               {"remaining", credits.credit.remaining()},
                               {"free_total", service.credit_rule.free_total},
                               {"keys", keys_json(credits, names)},
                               {"uses", uses_json(credits, names)}};
}

Task<net::HttpResponse> show_credits(Service& service, Call call) {
  co_return json_response(co_await credits_json(service, actor_of(call)));
}

Task<net::HttpResponse> add_key(Service& service, Call call) {
  BodyFields fields(json_body(call.request));
  auto key = fields.text("key", {.most_bytes = 1000, .one_line = false});
  fields.done();
  granted(co_await service::add_licence(service.people, actor_of(call), std::move(key),
                                        service.licence_trust));
  co_return json_response(co_await credits_json(service, actor_of(call)), 201);
}

}  // namespace

void add_credits(Router& router, Service& service) {
  auto credits = router.below("/api/v1/credits");
  credits.get("", needs(service::Permission::see),
              [&](Call call) { return show_credits(service, std::move(call)); });
  credits.post("/keys", needs(service::Permission::manage_licences),
               [&](Call call) { return add_key(service, std::move(call)); });
}

}  // namespace postferry::api

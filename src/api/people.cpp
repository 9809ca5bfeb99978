// GET /people, PATCH and DELETE /people/{id}, POST /people/{id}/reset-link. An operator names
// another customer as ?customer=ID.
#include "api/body_fields.hpp"
#include "api/caller.hpp"
#include "api/door.hpp"
#include "api/json_body.hpp"
#include "api/people_json.hpp"
#include "api/refusals.hpp"
#include "api/resources.hpp"
#include "api/responses.hpp"
#include "service/invitations.hpp"
#include "service/persons.hpp"

namespace postferry::api {
namespace {

Task<net::HttpResponse> list_people(Service& service, Call call) {
  const std::string customer(call.request.parameter("customer").value_or(""));
  const auto rows = granted(co_await service::persons(service.people, actor_of(call), customer));
  text::json::Array items;
  for (const auto& row : rows) items.push_back(person_json(row));
  co_return json_response({{"items", std::move(items)}});
}

// "active" or "locked", as people are shown.
std::optional<bool> disabled_in(BodyFields& fields) {
  const auto state = fields.optional_text("state");
  if (!state) return std::nullopt;
  if (*state != "active" && *state != "locked")
    fields.complain("state", "unknown_state", "Choose active or locked.");
  return *state == "locked";
}

Task<net::HttpResponse> change_person(Service& service, Call call) {
  BodyFields fields(json_body(call.request));
  service::PersonChange change{.role = fields.optional_text("role")};
  if (fields.has("domains")) change.domains = fields.texts("domains", most_domains);
  change.disabled = disabled_in(fields);
  fields.done();
  const auto row = granted(co_await service::change_person(service.people, actor_of(call),
                                                           call.at("id"), std::move(change)));
  co_return json_response(person_json(row));
}

Task<net::HttpResponse> remove_person(Service& service, Call call) {
  granted(co_await service::remove_person(service.people, actor_of(call), call.at("id")));
  co_return nothing();
}

Task<net::HttpResponse> make_reset_link(Service& service, Call call) {
  const auto made =
      granted(co_await service::make_reset_link(service.people, actor_of(call), call.at("id")));
  co_return json_response(
      {{"link", link_to(service, "reset", made.token)}, {"ends_at", time_json(made.link.ends)}},
      201);
}

}  // namespace

void add_people(Router& router, Service& service) {
  const auto rules = needs(service::Permission::manage_people);
  auto people = router.below("/api/v1/people");
  people.get("", rules, [&](Call call) { return list_people(service, std::move(call)); });
  people.patch("/{id}", rules, [&](Call call) { return change_person(service, std::move(call)); });
  people.remove("/{id}", rules, [&](Call call) { return remove_person(service, std::move(call)); });
  people.post("/{id}/reset-link", rules,
              [&](Call call) { return make_reset_link(service, std::move(call)); });
}

}  // namespace postferry::api

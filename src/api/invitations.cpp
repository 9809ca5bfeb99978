// GET and POST /invitations, DELETE /invitations/{id}; and for whoever holds a one-time link, an
// invitation or a reset, GET and POST /invitations/accept.
#include "service/invitations.hpp"

#include "api/body_fields.hpp"
#include "api/caller.hpp"
#include "api/door.hpp"
#include "api/json_body.hpp"
#include "api/people_json.hpp"
#include "api/refusals.hpp"
#include "api/resources.hpp"
#include "api/responses.hpp"
#include "api/session_json.hpp"

namespace postferry::api {
namespace {

Task<net::HttpResponse> list_invitations(Service& service, Call call) {
  const std::string customer(call.request.parameter("customer").value_or(""));
  const auto links =
      granted(co_await service::invitations(service.people, actor_of(call), customer));
  text::json::Array items;
  for (const auto& link : links) items.push_back(invitation_json(link));
  co_return json_response({{"items", std::move(items)}});
}

Task<net::HttpResponse> invite(Service& service, Call call) {
  BodyFields fields(json_body(call.request));
  service::Invitation wanted{.email = fields.text("email"),
                             .role = fields.text("role"),
                             .customer = fields.optional_text("customer").value_or("")};
  if (fields.has("domains")) wanted.domains = fields.texts("domains", most_domains);
  fields.done();
  const auto made =
      granted(co_await service::invite(service.people, actor_of(call), std::move(wanted)));
  auto body = invitation_json(made.link);
  body["link"] = link_to(service, "invitation", made.token);
  co_return created(std::move(body), "/api/v1/invitations/" + made.link.id);
}

Task<net::HttpResponse> withdraw(Service& service, Call call) {
  granted(co_await service::revoke_invitation(service.people, actor_of(call), call.at("id")));
  co_return nothing();
}

Task<net::HttpResponse> show_invitation(Service& service, Call call) {
  const Secret token(call.request.parameter("token").value_or(""));
  const auto link = granted(co_await service::look_at_link(service.people, token));
  co_return json_response({{"kind", text_of(link.kind)},
                           {"email", link.email},
                           {"role", service::role_name(link.role)},
                           {"customer", link.customer_name},
                           {"ends_at", time_json(link.ends)}});
}

Task<net::HttpResponse> accept(Service& service, Call call) {
  BodyFields fields(json_body(call.request));
  service::Acceptance wanted{.token = fields.secret("token"),
                             .name = fields.optional_text("name").value_or(""),
                             .password = fields.secret("password"),
                             .language = fields.optional_text("language").value_or(""),
                             .time_zone = fields.optional_text("time_zone").value_or("")};
  fields.done();
  const auto signed_in = granted(
      co_await service::accept(service.people, std::move(wanted), std::move(call.request.peer)));
  co_return session_response(service, signed_in, 201);
}

}  // namespace

void add_invitations(Router& router, Service& service) {
  const auto rules = needs(service::Permission::manage_people);
  auto all = router.below("/api/v1/invitations");
  all.get("", rules, [&](Call call) { return list_invitations(service, std::move(call)); });
  all.post("", rules, [&](Call call) { return invite(service, std::move(call)); });
  all.remove("/{id}", rules, [&](Call call) { return withdraw(service, std::move(call)); });
  all.get("/accept", open_to_anyone(),
          [&](Call call) { return show_invitation(service, std::move(call)); });
  all.post("/accept", open_to_anyone(),
           [&](Call call) { return accept(service, std::move(call)); });
}

}  // namespace postferry::api

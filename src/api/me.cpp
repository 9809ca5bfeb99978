// PATCH /me: what everybody changes of their own; a new password needs the old one.
#include "api/body_fields.hpp"
#include "api/caller.hpp"
#include "api/door.hpp"
#include "api/json_body.hpp"
#include "api/refusals.hpp"
#include "api/resources.hpp"
#include "api/responses.hpp"
#include "api/session_json.hpp"
#include "service/persons.hpp"

namespace postferry::api {
namespace {

Task<net::HttpResponse> change_me(Service& service, Call call) {
  BodyFields fields(json_body(call.request));
  service::OwnChange change{
      .name = fields.optional_text("name"),
      .language = fields.optional_text("language"),
      .time_zone = fields.optional_text("time_zone"),
      .old_password = fields.optional_secret("old_password").value_or(Secret()),
      .new_password = fields.optional_secret("new_password").value_or(Secret())};
  if (!change.new_password.empty() && change.old_password.empty())
    fields.complain("old_password", "missing", "Type the password that you have now.");
  fields.done();
  granted(co_await service::change_own(service.people, actor_of(call), std::move(change)));
  const auto profile = granted(co_await service::profile_of(service.people, actor_of(call)));
  co_return json_response(session_json(service, profile.person, profile.customer,
                                       actor_of(call).permissions, call.caller->session()));
}

}  // namespace

void add_me(Router& router, Service& service) {
  router.below("/api/v1/me").patch("", needs_signing_in(), [&](Call call) {
    return change_me(service, std::move(call));
  });
}

}  // namespace postferry::api

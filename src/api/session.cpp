// POST /session: sign in. GET: who is signed in. DELETE: sign out.
#include "api/body_fields.hpp"
#include "api/caller.hpp"
#include "api/door.hpp"
#include "api/json_body.hpp"
#include "api/refusals.hpp"
#include "api/resources.hpp"
#include "api/responses.hpp"
#include "api/session_json.hpp"
#include "service/sign_in.hpp"

namespace postferry::api {
namespace {

Task<net::HttpResponse> sign_in(Service& service, Call call) {
  BodyFields fields(json_body(call.request));
  auto email = fields.text("email");
  auto password = fields.secret("password");
  fields.done();
  const auto signed_in = granted(co_await service::sign_in(
      service.people, std::move(email), std::move(password), std::move(call.request.peer)));
  co_return session_response(service, signed_in, 200);
}

Task<net::HttpResponse> show_session(Service& service, Call call) {
  const auto profile = granted(co_await service::profile_of(service.people, actor_of(call)));
  co_return json_response(session_json(service, profile.person, profile.customer,
                                       actor_of(call).permissions, call.caller->session()));
}

Task<net::HttpResponse> sign_out(Service& service, Call call) {
  if (call.caller->session().empty())
    throw Declined(problem_of(service::Refused{.code = service::Refusal::session_needed}));
  co_await service::sign_out(service.people, actor_of(call));
  auto response = nothing();
  response.headers.add("Set-Cookie", cookie_that_forgets());
  co_return response;
}

}  // namespace

void add_session(Router& router, Service& service) {
  auto session = router.below("/api/v1/session");
  session.post("", open_to_anyone(), [&](Call call) { return sign_in(service, std::move(call)); });
  session.get("", needs_signing_in(),
              [&](Call call) { return show_session(service, std::move(call)); });
  session.remove("", needs_signing_in(),
                 [&](Call call) { return sign_out(service, std::move(call)); });
}

}  // namespace postferry::api

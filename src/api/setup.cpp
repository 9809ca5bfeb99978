// GET /setup: whether the first visit is still to come. POST /setup: the first visit.
#include "api/body_fields.hpp"
#include "api/json_body.hpp"
#include "api/refusals.hpp"
#include "api/resources.hpp"
#include "api/responses.hpp"
#include "api/session_json.hpp"
#include "service/set_up.hpp"

namespace postferry::api {
namespace {

Task<net::HttpResponse> show_setup(Service& service, Call) {
  const bool is_set_up = co_await service::is_set_up(service.people);
  co_return json_response({{"needed", !is_set_up}});
}

Task<net::HttpResponse> set_up(Service& service, Call call) {
  BodyFields fields(json_body(call.request));
  service::FirstVisit wanted{.token = fields.secret("token"),
                             .email = fields.text("email"),
                             .name = fields.text("name"),
                             .password = fields.secret("password"),
                             .customer_name = fields.text("customer_name"),
                             .language = fields.text("language"),
                             .time_zone = fields.text("time_zone")};
  fields.done();
  const auto signed_in = granted(
      co_await service::set_up(service.people, std::move(wanted), std::move(call.request.peer)));
  co_return session_response(service, signed_in, 201);
}

}  // namespace

void add_setup(Router& router, Service& service) {
  auto setup = router.below("/api/v1/setup");
  setup.get("", open_to_anyone(), [&](Call call) { return show_setup(service, std::move(call)); });
  setup.post("", open_to_anyone(), [&](Call call) { return set_up(service, std::move(call)); });
}

}  // namespace postferry::api

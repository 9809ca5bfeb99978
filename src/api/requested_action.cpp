#include "api/requested_action.hpp"

#include "api/body_fields.hpp"
#include "api/json_body.hpp"
#include "service/written_time.hpp"

namespace postferry::api {

std::optional<service::PlanAction> action_named(std::string_view name) {
  for (const auto& [known, action] : requested_actions)
    if (known == name) return action;
  return std::nullopt;
}

service::Permission permission_for(service::PlanAction action) {
  return action == service::PlanAction::cancel ? service::Permission::plan
                                               : service::Permission::run;
}

Instant moment_in(const net::HttpRequest& request) {
  if (request.body.empty()) return {};
  BodyFields fields(json_body(request));
  Instant moment{};
  if (const auto written = fields.optional_text("at")) {
    if (const auto read = service::written_time(*written, service::TimeZone::utc()))
      moment = read->at;
    else
      fields.complain("at", finding_name(read.error().code), read.error().text,
                      "Write it like 2026-12-31T22:00:00Z.");
  }
  fields.done();
  return moment;
}

}  // namespace postferry::api

// GET /info: what the forms offer and what their limits are.
#include "api/caller.hpp"
#include "api/door.hpp"
#include "api/own_zone.hpp"
#include "api/planning_resources.hpp"
#include "api/responses.hpp"
#include "service/account_type.hpp"
#include "service/lists/list_format.hpp"
#include "service/own_server.hpp"

namespace postferry::api {
namespace {

namespace json = text::json;

constexpr std::int64_t bytes_of_a_megabyte = std::int64_t{1} << 20;

json::Array source_types() {
  json::Array types;
  for (const auto& type : service::account_types())
    types.push_back({{"id", type.id},
                     {"name", type.name},
                     {"available", true},
                     {"fields", {"email", "user", "password", "host", "port", "security"}}});
  return types;
}

json::Array list_formats() {
  json::Array formats;
  for (const auto& format : service::list_formats())
    formats.push_back(
        {{"id", format.name},
         {"name", format.title},
         {"example_url", "/api/v1/lists/examples/" + std::string(format.name) + ".csv"},
         {"docs_url", "/api/v1/lists/guides/" + std::string(format.name) + ".txt"}});
  return formats;
}

json::Value or_null(std::int64_t number) { return number == 0 ? json::Value() : number; }

json::Object defaults(const service::Settings& settings) {
  json::Array leave_out;
  for (const auto& use : settings.default_leave_out) leave_out.emplace_back(use);
  return {{"leave_out", std::move(leave_out)},
          {"max_size_bytes", or_null(settings.default_max_size_megabytes * bytes_of_a_megabyte)},
          {"further_runs", settings.default_further_runs},
          {"second_run_after_hours", or_null(settings.default_second_run_after_hours)},
          {"min_hours_between_runs", settings.min_hours_between_runs},
          {"max_hours_between_runs", settings.max_hours_between_runs}};
}

Task<json::Value> own_server(Planning& planning) {
  const auto settings = planning.settings;
  if (settings.own_server_host.empty()) co_return nullptr;
  const auto login =
      co_await service::own_server_login(planning.desk.catalog(), planning.desk.vault, settings);
  const auto& name = settings.own_server_name;
  co_return json::Object{{"name", name.empty() ? settings.own_server_host : name},
                         {"host", settings.own_server_host},
                         {"needs_password", !login.has_value()}};
}

Task<net::HttpResponse> show_info(Planning& planning, Call call) {
  const auto& settings = planning.settings;
  auto own = co_await own_server(planning);
  auto zone = co_await own_zone(planning.service.people, actor_of(call));
  co_return json_response({{"source_types", source_types()},
                           {"own_server", std::move(own)},
                           {"defaults", defaults(settings)},
                           {"limits",
                            {{"rows_per_batch", settings.rows_per_batch},
                             {"batches_per_customer", settings.batches_per_customer}}},
                           {"list_formats", list_formats()},
                           {"time_zone", std::move(zone)}});
}

}  // namespace

void add_info(Router& router, Planning& planning) {
  router.below("/api/v1/info").get("", needs_signing_in(), [&planning](Call call) {
    return show_info(planning, std::move(call));
  });
}

}  // namespace postferry::api

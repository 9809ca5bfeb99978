// POST /checks {drafts}: tries whether both servers let in these accounts; GET and DELETE
// /checks/{id}: how far that is, and its end.
#include <algorithm>
#include <fmt/format.h>
#include <memory>

#include "api/body_fields.hpp"
#include "api/caller.hpp"
#include "api/check_json.hpp"
#include "api/door.hpp"
#include "api/draft_json.hpp"
#include "api/json_body.hpp"
#include "api/planning_resources.hpp"
#include "api/query_text.hpp"
#include "api/responses.hpp"
#include "api/timing_json.hpp"
#include "service/own_server.hpp"
#include "service/side_thread.hpp"
#include "text/quantities.hpp"

namespace postferry::api {
namespace {

using service::CheckState;

constexpr std::size_t largest_check_bytes = std::size_t{16} << 20;
constexpr JsonBounds check_bounds{.depth = 8, .values = 1'000'000};

std::vector<service::Draft> drafts_in(const net::HttpRequest& request, std::size_t most,
                                      const DraftRules& rules) {
  BodyFields fields(json_body(request, check_bounds));
  std::vector<service::Draft> drafts;
  const bool named = fields.has("drafts");
  for (auto& each : fields.objects("drafts", most)) {
    drafts.push_back(draft_in(each, rules).draft);
    each.no_others();
  }
  if (!named) fields.complain("drafts", "missing", "This is needed.");
  fields.done();
  if (!drafts.empty()) return drafts;
  throw Declined(invalid({{.field = "drafts", .code = "missing", .text = "Give a draft to try."}}));
}

Task<net::HttpResponse> begin_check(Planning& planning, service::SideThread& reading, Call call) {
  const auto settings = planning.settings;
  const auto actor = actor_of(call);
  const DraftRules rules{.timing = timing_limits(settings), .now = planning.service.people.clock()};
  auto drafts = co_await reading.run([request = std::move(call.request), rules,
                                      most = static_cast<std::size_t>(settings.rows_per_batch)] {
    return drafts_in(request, most, rules);
  });
  auto login =
      co_await service::own_server_login(planning.desk.catalog(), planning.desk.vault, settings);
  service::fill_own_server(drafts, settings,
                           login ? service::StoredCredential::yes : service::StoredCredential::no);
  const auto id = planning.checks.begin(planning.service.people.ulids.next(), actor.customer,
                                        std::move(drafts), std::move(login));
  if (!id)
    throw Declined({.status = 409,
                    .code = "too_many_checks",
                    .detail = "Too many checks are under way.",
                    .hint = "Wait until one has ended, or end one."});
  auto response = json_response({{"id", *id}}, 202);
  response.headers.add("Location", "/api/v1/checks/" + *id);
  co_return response;
}

std::string_view check_state_name(CheckState state) {
  switch (state) {
    case CheckState::waiting:
      return "waiting";
    case CheckState::under_way:
      return "running";
    case CheckState::good:
      return "ok";
    case CheckState::bad:
      break;
  }
  return "bad";
}

text::json::Object check_json(const service::CheckShown& check) {
  text::json::Array results;
  for (std::size_t index = 0; index < check.results.size(); ++index) {
    const auto& [state, errors] = check.results[index];
    results.push_back({{"index", index},
                       {"state", check_state_name(state)},
                       {"errors", check_errors_json(errors)}});
  }
  return {{"id", check.id},   {"total", check.results.size()},  {"done", check.done},
          {"ok", check.good}, {"bad", check.done - check.good}, {"results", std::move(results)}};
}

Task<net::HttpResponse> show_check(Planning& planning, Call call) {
  const auto check = planning.checks.find(actor_of(call).customer, id_at(call));
  if (!check) throw Declined(not_found("There is no such check, or it is over."));
  co_return json_response(check_json(*check));
}

Task<net::HttpResponse> end_check(Planning& planning, Call call) {
  const auto& customer = actor_of(call).customer;
  const auto id = id_at(call);
  if (!planning.checks.find(customer, id))
    throw Declined(not_found("There is no such check, or it is over."));
  planning.checks.end(customer, id);
  co_return nothing();
}

}  // namespace

void add_checks(Router& router, Planning& planning) {
  const auto reading = std::make_shared<service::SideThread>();
  const auto rules = needs(service::Permission::plan);
  auto checks = router.below("/api/v1/checks");
  checks.post("", rules.body(largest_check_bytes), [&planning, reading](Call call) {
    return begin_check(planning, *reading, std::move(call));
  });
  checks.get("/{id}", rules,
             [&planning](Call call) { return show_check(planning, std::move(call)); });
  checks.remove("/{id}", rules,
                [&planning](Call call) { return end_check(planning, std::move(call)); });
}

}  // namespace postferry::api

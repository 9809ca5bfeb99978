// GET /batches: a page of them, newest first. GET, PATCH (its name) and DELETE /batches/{id};
// POST /batches/{id}/pause, resume, cancel and run.
#include <utility>

#include "api/batch_json.hpp"
#include "api/batch_plans.hpp"
#include "api/body_fields.hpp"
#include "api/caller.hpp"
#include "api/door.hpp"
#include "api/json_body.hpp"
#include "api/migration_json.hpp"
#include "api/paging.hpp"
#include "api/plan_problems.hpp"
#include "api/planning_resources.hpp"
#include "api/preconditions.hpp"
#include "api/query_text.hpp"
#include "api/refusals.hpp"
#include "api/requested_action.hpp"
#include "api/responses.hpp"
#include "service/batch_plans.hpp"

namespace postferry::api {
namespace {

using storage::catalog::BatchRow;

constexpr std::size_t most_asked_domains = 5;

struct ShownBatches {
  std::vector<BatchLook> looks;
  Names names;
  std::int64_t total = 0;
  std::string last;  // of the rows that were read, when there are more
};

ShownBatches shown_batches(soci::session& session, const storage::catalog::Reach& reach,
                           std::vector<BatchRow> rows, const std::string& own_host) {
  ShownBatches shown;
  std::vector<std::string> people;
  for (const auto& row : rows) people.push_back(row.created_by);
  shown.names = creators_of(session, reach, people);
  shown.looks = batch_looks(session, reach, std::move(rows), own_host);
  return shown;
}

Task<net::HttpResponse> list_batches(Planning& planning, Call call) {
  const auto wanted = page_of(call.request, {.keys = 1});
  const auto before = wanted.after ? wanted.after->front() : std::string();
  const auto shown = co_await planning.desk.catalog().look(
      [reach = service::reach_of(actor_of(call)), before, limit = wanted.limit,
       own_host = showing(planning).own_host](soci::session& session) {
        // One more than is shown tells whether there is another page.
        auto rows = storage::catalog::batches(session, reach, before, limit + 1);
        std::string last;
        if (rows.size() > limit) {
          rows.resize(limit);
          last = rows.back().id;
        }
        auto found = shown_batches(session, reach, std::move(rows), own_host);
        found.total = count_batches(session, reach);
        found.last = std::move(last);
        return found;
      });
  text::json::Array items;
  for (const auto& look : shown.looks)
    items.push_back(
        batch_json(look, shown.names, {.old_hosts = {}, .wanted = planning.settings.mx_records}));
  text::json::Value next;
  if (!shown.last.empty()) next = cursor_text({shown.last});
  co_return json_response(
      {{"items", std::move(items)}, {"next_cursor", std::move(next)}, {"total", shown.total}});
}

Task<ShownBatches> batch_at(Planning& planning, service::Actor actor, std::string id) {
  auto shown = co_await planning.desk.catalog().look(
      [reach = service::reach_of(actor), id,
       own_host = showing(planning).own_host](soci::session& session) {
        auto row = find_batch(session, reach, id);
        std::vector<BatchRow> rows;
        if (row) rows.push_back(*std::move(row));
        return shown_batches(session, reach, std::move(rows), own_host);
      });
  if (shown.looks.empty())
    throw Declined(not_found("There is no such thing, or you may not see it."));
  co_return shown;
}

Task<MxShown> mx_shown(Planning& planning, std::vector<std::string> domains) {
  MxShown mx{.old_hosts = {}, .wanted = planning.settings.mx_records};
  if (!planning.domain_records || mx.wanted.empty()) co_return mx;
  if (domains.size() > most_asked_domains) domains.resize(most_asked_domains);
  for (const auto& domain : domains)
    mx.old_hosts[domain] = (co_await planning.domain_records(domain)).mx;
  co_return mx;
}

Task<net::HttpResponse> batch_response(Planning& planning, service::Actor actor, std::string id) {
  const auto shown = co_await batch_at(planning, std::move(actor), std::move(id));
  const auto& look = shown.looks.front();
  const auto mx = co_await mx_shown(planning, look.mx_domains);
  auto response = json_response(batch_json(look, shown.names, mx));
  response.headers.add("ETag", etag_of(std::to_string(look.row.version)));
  co_return response;
}

Task<net::HttpResponse> show_batch(Planning& planning, Call call) {
  return batch_response(planning, actor_of(call), id_at(call));
}

Task<net::HttpResponse> change_batch(Planning& planning, Call call) {
  const auto shown = co_await batch_at(planning, actor_of(call), id_at(call));
  const auto version = shown.looks.front().row.version;
  require_match(call.request, etag_of(std::to_string(version)));
  BodyFields fields(json_body(call.request));
  auto name = fields.text("name", {.most_bytes = most_batch_name_bytes, .may_be_empty = true});
  fields.done();
  granted(co_await service::rename_batch(planning.desk, actor_of(call), id_at(call),
                                         std::move(name), version));
  co_return co_await batch_response(planning, actor_of(call), id_at(call));
}

Task<net::HttpResponse> delete_batch(Planning& planning, Call call) {
  co_await batch_at(planning, actor_of(call), id_at(call));
  const auto answer = co_await service::remove_batch(planning.desk, actor_of(call), id_at(call));
  if (!answer && answer.error().code == service::Refusal::not_now)
    throw Declined(conflict(
        "batch_under_way", "Something in this batch is not over. Cancel it, or wait for its end."));
  granted(answer);
  co_return nothing();
}

Task<net::HttpResponse> act_on_this_batch(Planning& planning, service::PlanAction action,
                                          Call call) {
  const auto at = moment_in(call.request);
  const auto acted = granted(
      co_await service::act_on_batch(planning.desk, actor_of(call), id_at(call), action, at));
  co_return json_response(acted_json(acted));
}

}  // namespace

void add_batches(Router& router, Planning& planning) {
  const auto see = needs(service::Permission::see);
  auto batches = router.below("/api/v1/batches");
  batches.get("", see, [&](Call call) { return list_batches(planning, std::move(call)); });
  batches.get("/{id}", see, [&](Call call) { return show_batch(planning, std::move(call)); });
  batches.patch("/{id}", needs(service::Permission::plan),
                [&](Call call) { return change_batch(planning, std::move(call)); });
  batches.remove("/{id}", needs(service::Permission::delete_finished),
                 [&](Call call) { return delete_batch(planning, std::move(call)); });
  for (const auto& [name, action] : requested_actions)
    batches.post("/{id}/" + std::string(name), needs(permission_for(action)),
                 [&planning, action](Call call) {
                   return act_on_this_batch(planning, action, std::move(call));
                 });
  add_batch_plans(router, planning);
}

}  // namespace postferry::api

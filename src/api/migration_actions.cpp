// POST /migrations/{id}/pause, resume, cancel and run; POST /migrations/actions for many;
// PUT /migrations/{id}/passwords.
#include <array>
#include <utility>

#include "api/body_fields.hpp"
#include "api/caller.hpp"
#include "api/door.hpp"
#include "api/json_body.hpp"
#include "api/migrations.hpp"
#include "api/plan_problems.hpp"
#include "api/query_text.hpp"
#include "api/requested_action.hpp"
#include "api/responses.hpp"
#include "service/ulid.hpp"

namespace postferry::api {
namespace {

constexpr std::size_t most_ids = 10'000;
constexpr std::size_t bytes_of_ids = 512 * 1024;

Task<net::HttpResponse> act_on_migration(Planning& planning, service::PlanAction action,
                                         Call call) {
  const auto at = moment_in(call.request);
  auto row = granted(co_await service::act(planning.desk, actor_of(call), id_at(call), action, at));
  co_return co_await migration_response(planning, actor_of(call), std::move(row));
}

Task<net::HttpResponse> act_on_migrations(Planning& planning, Call call) {
  BodyFields fields(json_body(call.request));
  auto ids = fields.texts("ids", most_ids, {.most_bytes = 26});
  if (ids.empty()) fields.complain("ids", "missing", "Name at least one.");
  const auto action = action_named(fields.text("action"));
  if (!action) fields.complain("action", "bad_option", "Choose pause, resume, cancel or run.");
  for (const auto& id : ids)
    if (!service::is_ulid(id)) {
      fields.complain("ids", "bad_option", "This is no id of a migration.");
      break;
    }
  fields.done();
  const auto acted =
      co_await service::act_on_all(planning.desk, actor_of(call), std::move(ids), *action);
  co_return json_response(acted_json(acted));
}

Task<net::HttpResponse> enter_passwords(Planning& planning, Call call) {
  BodyFields fields(json_body(call.request));
  auto source = fields.optional_secret("source_password");
  auto target = fields.optional_secret("target_password");
  if (source && source->empty()) source.reset();
  if (target && target->empty()) target.reset();
  if (!source && !target)
    fields.complain("source_password", "missing", "Write at least one of both passwords.");
  fields.done();
  auto row = granted(co_await service::enter_passwords(planning.desk, actor_of(call), id_at(call),
                                                       std::move(source), std::move(target)));
  co_return co_await migration_response(planning, actor_of(call), std::move(row));
}

}  // namespace

void add_migration_actions(Router& router, Planning& planning) {
  auto migrations = router.below("/api/v1/migrations");
  for (const auto& [name, action] : requested_actions)
    migrations.post("/{id}/" + std::string(name), needs(permission_for(action)),
                    [&planning, action](Call call) {
                      return act_on_migration(planning, action, std::move(call));
                    });
  migrations.post("/actions", needs(service::Permission::run).body(bytes_of_ids),
                  [&](Call call) { return act_on_migrations(planning, std::move(call)); });
  migrations.put("/{id}/passwords", needs(service::Permission::plan),
                 [&](Call call) { return enter_passwords(planning, std::move(call)); });
}

}  // namespace postferry::api

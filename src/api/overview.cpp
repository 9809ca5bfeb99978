// GET /overview: how everything stands: counts, what waits for a person, which batches are under
// way, what comes next, and how fast mail has moved of late.
#include <algorithm>

#include "api/batch_json.hpp"
#include "api/caller.hpp"
#include "api/door.hpp"
#include "api/migration_json.hpp"
#include "api/people_json.hpp"
#include "api/planning_resources.hpp"
#include "api/responses.hpp"
#include "storage/catalog/batches.hpp"
#include "storage/catalog/migrations.hpp"
#include "storage/catalog/standing.hpp"

namespace postferry::api {
namespace {

namespace json = text::json;
using storage::catalog::GroupOf;
using storage::catalog::MigrationState;
using storage::catalog::Reach;
using storage::catalog::StandingGroup;

constexpr std::size_t most_attention = 20;
constexpr std::size_t most_batches = 5;
constexpr std::size_t most_next = 8;
constexpr std::size_t most_hosts = 20;
constexpr std::chrono::days incomplete_shown{7};

struct Standing {
  std::map<MigrationState, std::int64_t> states;
  std::vector<StandingGroup> groups;
  std::vector<storage::catalog::NextRuns> next;
  std::vector<storage::catalog::ThrottledHost> throttled;
  std::vector<BatchLook> batches;
  std::int64_t batches_active = 0;
  std::int64_t over_today = 0;
};

Standing standing_in(soci::session& session, const Reach& reach, Instant now, Instant today,
                     const std::string& own_host) {
  return {.states = count_states(session, reach, {}),
          .groups = standing_groups(session, reach, now - incomplete_shown, most_attention),
          .next = next_runs(session, reach, now, most_next),
          .throttled = throttled_hosts(session, reach, most_hosts),
          .batches =
              batch_looks(session, reach, active_batches(session, reach, most_batches), own_host),
          .batches_active = count_active_batches(session, reach),
          .over_today = count_over_since(session, reach, today)};
}

json::Value id_or_null(const std::string& id) {
  return id.empty() ? json::Value() : json::Value(id);
}

// A batch without a name is called by its number.
std::string name_of(const GroupOf& of) {
  return of.name.empty() && of.number > 0 ? "#" + std::to_string(of.number) : of.name;
}

std::string_view attention_kind(MigrationState state) {
  switch (state) {
    case MigrationState::failed:
      return "failed";
    case MigrationState::throttled:
      return "throttled";
    case MigrationState::waiting_for_next:
      return "mx";
    default:
      return "incomplete";
  }
}

json::Object attention_json(const StandingGroup& group) {
  const bool has_time =
      group.state == MigrationState::throttled || group.state == MigrationState::waiting_for_next;
  return {{"kind", attention_kind(group.state)},
          {"migration_id", group.of.batch.empty() ? json::Value(group.of.migration) : nullptr},
          {"batch_id", id_or_null(group.of.batch)},
          {"name", name_of(group.of)},
          {"count", group.of.accounts},
          {"reason", group.reason.empty() ? json::Value() : reason_json(group.reason)},
          {"until", has_time ? time_json(group.due) : json::Value()}};
}

json::Value named_or_null(bool is_it, const std::string& id, const std::string& name) {
  if (!is_it) return nullptr;
  return json::Object{{"id", id}, {"name", name}};
}

json::Object planned_json(const storage::catalog::NextRuns& runs) {
  const bool is_batch = !runs.of.batch.empty();
  return {{"at", time_json(runs.at)},
          {"kind", text_of(runs.kind)},
          {"batch", named_or_null(is_batch, runs.of.batch, name_of(runs.of))},
          {"migration", named_or_null(!is_batch, runs.of.migration, name_of(runs.of))},
          {"accounts", runs.of.accounts},
          {"bytes", runs.bytes_total}};
}

// A manager of some domains is not shown how fast others' mail moves.
std::vector<service::ThroughputPoint> points_for(const Planning& planning, const Reach& reach) {
  if (!reach.domains().empty()) return {};
  return planning.throughput.of(reach.customer_id());
}

json::Object throughput_json(const Planning& planning, const Standing& standing,
                             const Reach& reach) {
  json::Array points;
  for (const auto& point : points_for(planning, reach))
    points.push_back({{"at", time_json(point.at)},
                      {"messages_per_second", point.messages_per_second},
                      {"bytes_per_second", point.bytes_per_second}});
  json::Array throttled;
  for (const auto& host : standing.throttled)
    throttled.push_back(
        {{"from", time_json(host.since)}, {"to", time_json(host.until)}, {"host", host.host}});
  return {{"step_seconds", service::Throughput::step.count()},
          {"points", std::move(points)},
          {"throttled", std::move(throttled)}};
}

void add_counts(json::Object& body, const Planning& planning, const Standing& standing) {
  const auto count = [&standing](MigrationState state) {
    const auto found = standing.states.find(state);
    return found == standing.states.end() ? 0 : found->second;
  };
  Instant until{};
  for (const auto& host : standing.throttled) until = std::max(until, host.until);
  body["running"] = count(MigrationState::running);
  body["slots"] = planning.settings.running_at_once;
  body["waiting"] = count(MigrationState::waiting);
  body["waiting_for_next"] = count(MigrationState::waiting_for_next);
  body["throttled"] = count(MigrationState::throttled);
  body["throttled_until"] = time_json(until);
  body["paused"] = count(MigrationState::paused);
  body["failed"] = count(MigrationState::failed);
  body["finished"] = count(MigrationState::complete) + count(MigrationState::incomplete) +
                     count(MigrationState::cancelled);
  body["finished_today"] = standing.over_today;
  body["batches"] = standing.batches_active;
}

Task<net::HttpResponse> show_overview(Planning& planning, Call call) {
  const auto& actor = actor_of(call);
  const auto now = planning.service.people.clock();
  const auto today = std::chrono::floor<std::chrono::days>(now);
  const auto reach = service::reach_of(actor);
  const auto standing = co_await planning.service.people.catalog.look(
      [reach, now, today, own = showing(planning).own_host](soci::session& session) {
        return standing_in(session, reach, now, today, own);
      });
  const auto names = co_await names_of(planning.service.people, actor);
  json::Array attention;
  for (const auto& group : standing.groups) attention.push_back(attention_json(group));
  const MxShown mx{.old_hosts = {}, .wanted = planning.settings.mx_records};
  json::Array batches;
  for (const auto& look : standing.batches) batches.push_back(batch_json(look, names, mx));
  json::Array next;
  for (const auto& runs : standing.next) next.push_back(planned_json(runs));
  json::Object body{{"now", time_json(now)}};
  add_counts(body, planning, standing);
  body["attention"] = std::move(attention);
  body["batches_active"] = std::move(batches);
  body["next_runs"] = std::move(next);
  body["throughput"] = throughput_json(planning, standing, reach);
  co_return json_response(body);
}

}  // namespace

void add_overview(Router& router, Planning& planning) {
  router.below("/api/v1/overview").get("", needs(service::Permission::see), [&](Call call) {
    return show_overview(planning, std::move(call));
  });
}

}  // namespace postferry::api

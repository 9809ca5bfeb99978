// GET /migrations: a page of them, filtered, searched and sorted. GET /migrations/{id}: one.
#include "api/migrations.hpp"

#include <array>
#include <utility>

#include "api/caller.hpp"
#include "api/door.hpp"
#include "api/migration_json.hpp"
#include "api/paging.hpp"
#include "api/planning_resources.hpp"
#include "api/problem.hpp"
#include "api/query_text.hpp"
#include "api/responses.hpp"
#include "text/unicode.hpp"

namespace postferry::api {
namespace {

using storage::catalog::Direction;
using storage::catalog::MigrationPage;
using storage::catalog::MigrationQuery;
using storage::catalog::MigrationRow;
using storage::catalog::MigrationState;
using storage::catalog::SortBy;
using storage::catalog::View;

constexpr std::size_t most_states = 20;

View view_in(const net::HttpRequest& request) {
  const auto view = query_text(request, "view");
  if (view.empty() || view == "all") return View::all;
  if (view == "active") return View::active;
  if (view == "finished") return View::over;
  decline_query("view", "Choose active, finished or all.");
}

MigrationState state_named(std::string_view name) {
  for (auto state = MigrationState::waiting; state <= MigrationState::cancelled;
       state = static_cast<MigrationState>(std::to_underlying(state) + 1))
    if (text_of(state) == name) return state;
  decline_query("state", "There is no such state.");
}

std::vector<MigrationState> states_in(const net::HttpRequest& request) {
  const auto text = query_text(request, "state");
  std::vector<MigrationState> states;
  std::string_view rest = text;
  while (!rest.empty()) {
    if (states.size() == most_states) decline_query("state", "These are too many.");
    const auto comma = rest.find(',');
    states.push_back(state_named(rest.substr(0, comma)));
    rest = comma == rest.npos ? std::string_view() : rest.substr(comma + 1);
  }
  return states;
}

void read_sort(const net::HttpRequest& request, MigrationQuery& query) {
  constexpr std::array<std::pair<std::string_view, SortBy>, 8> names{
      {{"created", SortBy::created},
       {"name", SortBy::source},
       {"source", SortBy::source},
       {"target", SortBy::target},
       {"state", SortBy::state},
       {"next", SortBy::due},
       {"ended", SortBy::ended},
       {"progress", SortBy::progress}}};
  const auto text = query_text(request, "sort");
  if (text.empty()) {
    // What happened last is looked for first.
    query.sort = query.view == View::over ? SortBy::ended : SortBy::created;
    query.direction = Direction::down;
    return;
  }
  std::string_view name = text;
  if (name.starts_with('-')) {
    query.direction = Direction::down;
    name.remove_prefix(1);
  }
  for (const auto& [known, sort] : names)
    if (known == name) {
      query.sort = sort;
      return;
    }
  decline_query("sort", "Choose created, name, target, state, next, ended or progress.");
}

struct Shown {
  MigrationPage page;
  std::map<MigrationState, std::int64_t> counts;
  Names names;
};

Task<Shown> look_up(Planning& planning, service::Actor actor, MigrationQuery query) {
  co_return co_await planning.desk.catalog().look(
      [reach = service::reach_of(actor), query = std::move(query)](soci::session& session) {
        Shown shown{.page = page(session, reach, query),
                    .counts = count_states(session, reach, query),
                    .names = {}};
        std::vector<std::string> people;
        for (const auto& row : shown.page.rows) people.push_back(row.created_by);
        shown.names = creators_of(session, reach, people);
        return shown;
      });
}

// Of the states that are shown, or of all.
std::int64_t total_of(const Shown& shown, const MigrationQuery& query) {
  std::int64_t total = 0;
  for (const auto& [state, count] : shown.counts)
    if (query.states.empty() || std::ranges::find(query.states, state) != query.states.end())
      total += count;
  return total;
}

Task<net::HttpResponse> list_migrations(Planning& planning, Call call) {
  const auto wanted = page_of(call.request);
  auto query = migration_query(call.request);
  query.limit = wanted.limit;
  if (wanted.after) {
    query.after_value = wanted.after->front();
    query.after_id = wanted.after->back();
  }
  const auto shown = co_await look_up(planning, actor_of(call), query);
  text::json::Array items;
  const auto with = showing(planning);
  for (const auto& row : shown.page.rows) items.push_back(migration_json(with, row, shown.names));
  text::json::Value next;
  if (!shown.page.next_id.empty()) next = cursor_text({shown.page.next_value, shown.page.next_id});
  text::json::Object counts;
  for (const auto& [state, count] : shown.counts) counts[text_of(state)] = count;
  co_return json_response({{"items", std::move(items)},
                           {"next_cursor", std::move(next)},
                           {"total", total_of(shown, query)},
                           {"counts", std::move(counts)}});
}

Task<net::HttpResponse> show_migration(Planning& planning, Call call) {
  auto row = co_await migration_at(planning, call);
  co_return co_await migration_response(planning, actor_of(call), std::move(row));
}

}  // namespace

Task<MigrationRow> migration_at(Planning& planning, const Call& call) {
  auto row = co_await planning.desk.catalog().look(
      [reach = service::reach_of(actor_of(call)), id = id_at(call)](soci::session& session) {
        return find_migration(session, reach, id);
      });
  if (!row) throw Declined(not_found("There is no such thing, or you may not see it."));
  co_return *std::move(row);
}

MigrationQuery migration_query(const net::HttpRequest& request) {
  MigrationQuery query;
  query.view = view_in(request);
  query.states = states_in(request);
  query.words = text::folded(query_text(request, "q"));
  query.batch = query_text(request, "batch");
  read_sort(request, query);
  return query;
}

net::HttpResponse migration_response(const Planning& planning, const MigrationRow& row,
                                     const Names& names) {
  auto response = json_response(migration_json(showing(planning), row, names));
  response.headers.add("ETag", etag_of(row));
  return response;
}

Task<net::HttpResponse> migration_response(Planning& planning, service::Actor actor,
                                           MigrationRow row) {
  const auto names = co_await planning.desk.catalog().look(
      [reach = service::reach_of(actor), who = row.created_by](soci::session& session) {
        return creators_of(session, reach, {who});
      });
  co_return migration_response(planning, row, names);
}

void add_migrations(Router& router, Planning& planning) {
  const auto rules = needs(service::Permission::see);
  auto migrations = router.below("/api/v1/migrations");
  migrations.get("", rules, [&](Call call) { return list_migrations(planning, std::move(call)); });
  migrations.get("/{id}", rules,
                 [&](Call call) { return show_migration(planning, std::move(call)); });
  add_migration_plans(router, planning);
  add_migration_actions(router, planning);
  add_migration_records(router, planning);
  add_migrations_csv(router, planning);
}

}  // namespace postferry::api

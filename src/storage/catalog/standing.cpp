#include "storage/catalog/standing.hpp"

#include <fmt/format.h>

namespace postferry::storage::catalog {
namespace {

// Of one batch, or the migration itself.
constexpr std::string_view group = "CASE WHEN batch_id = '' THEN id ELSE batch_id END";
constexpr std::string_view of_columns =
    "max(batch_id), max(id), max(source_email), CAST(count(*) AS BIGINT)";

std::int64_t count(soci::session& session, const std::string& sql, const Bindings& bindings) {
  std::int64_t number = 0;
  query(session, sql, bindings, {std::int64_t{}},
        [&number](const std::vector<Cell>& cells) { take_cell(cells[0], number); });
  return number;
}

GroupOf group_of(const std::vector<Cell>& cells) {
  GroupOf of;
  take_cell(cells[0], of.batch);
  take_cell(cells[1], of.migration);
  take_cell(cells[2], of.name);
  take_cell(cells[3], of.accounts);
  return of;
}

// A batch is called by its own name, not by an address in it.
void name_batches(soci::session& session, const Reach& reach, auto& groups) {
  for (auto& entry : groups) {
    if (entry.of.batch.empty()) continue;
    const auto batch = find_batch(session, reach, entry.of.batch);
    entry.of.name = batch ? batch->name : "";
    entry.of.number = batch ? batch->number : 0;
  }
}

std::string where_active_batch(const Reach& reach, Bindings& bindings) {
  const auto mine = reach.condition_on_migrations(bindings);
  return fmt::format(
      "batch WHERE id IN (SELECT batch_id FROM migration WHERE batch_id <> '' AND ended = 0"
      " AND {})",
      mine);
}

}  // namespace

std::vector<StandingGroup> standing_groups(soci::session& session, const Reach& reach,
                                           Instant incomplete_since, std::size_t most) {
  Bindings bindings{{"since", cell_of(incomplete_since)}};
  const auto condition = reach.condition_on_migrations(bindings);
  std::vector<StandingGroup> groups;
  query(session,
        fmt::format("SELECT {}, state, reason, max(reason_text), min(due) FROM migration"
                    " WHERE (state IN ('failed', 'throttled', 'waiting_for_next')"
                    " OR (state = 'incomplete' AND ended > 0 AND ended >= :since)) AND {}"
                    " GROUP BY {}, state, reason ORDER BY count(*) DESC, max(id) LIMIT {}",
                    of_columns, condition, group, most),
        bindings,
        {std::string(), std::string(), std::string(), std::int64_t{}, std::string(), std::string(),
         std::string(), std::int64_t{}},
        [&groups](const std::vector<Cell>& cells) {
          StandingGroup entry{.of = group_of(cells), .reason = {}, .reason_text = {}};
          take_cell(cells[4], entry.state);
          take_cell(cells[5], entry.reason);
          take_cell(cells[6], entry.reason_text);
          take_cell(cells[7], entry.due);
          groups.push_back(std::move(entry));
        });
  name_batches(session, reach, groups);
  return groups;
}

std::vector<NextRuns> next_runs(soci::session& session, const Reach& reach, Instant now,
                                std::size_t most) {
  Bindings bindings{{"now", cell_of(now)}};
  const auto condition = reach.condition_on_migrations(bindings);
  std::vector<NextRuns> runs;
  query(session,
        fmt::format("SELECT {}, due_kind, min(due), CAST(coalesce(sum(bytes_total), 0) AS BIGINT)"
                    " FROM migration WHERE due > :now AND state IN ('waiting', 'waiting_for_next')"
                    " AND {} GROUP BY {}, due_kind ORDER BY min(due), max(id) LIMIT {}",
                    of_columns, condition, group, most),
        bindings,
        {std::string(), std::string(), std::string(), std::int64_t{}, std::string(), std::int64_t{},
         std::int64_t{}},
        [&runs](const std::vector<Cell>& cells) {
          NextRuns entry{.of = group_of(cells)};
          take_cell(cells[4], entry.kind);
          take_cell(cells[5], entry.at);
          take_cell(cells[6], entry.bytes_total);
          runs.push_back(std::move(entry));
        });
  name_batches(session, reach, runs);
  return runs;
}

std::vector<ThrottledHost> throttled_hosts(soci::session& session, const Reach& reach,
                                           std::size_t most) {
  Bindings bindings;
  const auto condition = reach.condition_on_migrations(bindings);
  std::vector<ThrottledHost> hosts;
  query(session,
        fmt::format("SELECT source_host, min(state_since), max(due) FROM migration"
                    " WHERE state = 'throttled' AND {} GROUP BY source_host"
                    " ORDER BY source_host LIMIT {}",
                    condition, most),
        bindings, {std::string(), std::int64_t{}, std::int64_t{}},
        [&hosts](const std::vector<Cell>& cells) {
          ThrottledHost host;
          take_cell(cells[0], host.host);
          take_cell(cells[1], host.since);
          take_cell(cells[2], host.until);
          hosts.push_back(std::move(host));
        });
  return hosts;
}

std::vector<BatchRow> active_batches(soci::session& session, const Reach& reach, std::size_t most) {
  Bindings bindings;
  const auto rest = where_active_batch(reach, bindings);
  return select<BatchRow>(session, fmt::format("{} ORDER BY id DESC LIMIT {}", rest, most),
                          bindings);
}

std::int64_t count_active_batches(soci::session& session, const Reach& reach) {
  Bindings bindings;
  const auto rest = where_active_batch(reach, bindings);
  return count(session, "SELECT CAST(count(*) AS BIGINT) FROM " + rest, bindings);
}

std::int64_t count_over_since(soci::session& session, const Reach& reach, Instant since) {
  Bindings bindings{{"since", cell_of(since)}};
  const auto condition = reach.condition_on_migrations(bindings);
  return count(
      session,
      "SELECT CAST(count(*) AS BIGINT) FROM migration WHERE ended > 0 AND ended >= :since AND " +
          condition,
      bindings);
}

}  // namespace postferry::storage::catalog

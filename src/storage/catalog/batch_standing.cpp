#include "storage/catalog/batch_standing.hpp"

#include <fmt/format.h>

#include "storage/catalog/columns.hpp"

namespace postferry::storage::catalog {
namespace {

// Looks at one row at the most.
bool is_there_one(soci::session& session, const std::string& batch, std::string_view condition) {
  bool found = false;
  query(session,
        fmt::format("SELECT 1 FROM migration WHERE batch_id = :batch AND {} LIMIT 1", condition),
        {{"batch", batch}}, {std::int64_t{}}, [&found](const std::vector<Cell>&) { found = true; });
  return found;
}

void add_states_to(BatchReport& report, soci::session& session, const std::string& batch) {
  const std::string sum = "CAST(coalesce(sum({}), 0) AS BIGINT)";
  std::string columns = "state, count(*)";
  for (const auto* column : {"brought", "was_there", "excluded", "failed", "missing"})
    columns += ", " + fmt::format(fmt::runtime(sum), column);
  query(session,
        fmt::format("SELECT {} FROM migration WHERE batch_id = :batch GROUP BY state", columns),
        {{"batch", batch}},
        {std::string(), std::int64_t{}, std::int64_t{}, std::int64_t{}, std::int64_t{},
         std::int64_t{}, std::int64_t{}},
        [&report](const std::vector<Cell>& cells) {
          MigrationState state{};
          take_cell(cells[0], state);
          take_cell(cells[1], report.states[state]);
          report.brought += std::get<std::int64_t>(cells[2]);
          report.was_there += std::get<std::int64_t>(cells[3]);
          report.excluded += std::get<std::int64_t>(cells[4]);
          report.failed += std::get<std::int64_t>(cells[5]);
          report.missing += std::get<std::int64_t>(cells[6]);
        });
}

}  // namespace

bool has_first_runs_ahead(soci::session& session, const std::string& batch) {
  return is_there_one(session, batch,
                      "state IN ('waiting', 'running', 'paused', 'throttled') AND"
                      " due_kind = 'first'");
}

bool has_finished_first_runs(soci::session& session, const std::string& batch) {
  return is_there_one(session, batch, "state <> 'cancelled' AND runs > 0 AND due_kind <> 'first'");
}

bool has_open_migrations(soci::session& session, const std::string& batch) {
  return is_there_one(session, batch,
                      "state IN ('waiting', 'running', 'waiting_for_next', 'paused', 'throttled',"
                      " 'failed')");
}

std::string newest_migration(soci::session& session, const std::string& batch) {
  std::string id;
  query(session, "SELECT coalesce(max(id), '') FROM migration WHERE batch_id = :batch",
        {{"batch", batch}}, {std::string()},
        [&id](const std::vector<Cell>& cells) { take_cell(cells[0], id); });
  return id;
}

std::int64_t count_runs(soci::session& session, const std::string& batch) {
  std::int64_t runs = 0;
  query(session,
        "SELECT CAST(coalesce(sum(runs), 0) AS BIGINT) FROM migration WHERE batch_id = :batch",
        {{"batch", batch}}, {std::int64_t{}},
        [&runs](const std::vector<Cell>& cells) { take_cell(cells[0], runs); });
  return runs;
}

BatchReport batch_report(soci::session& session, const std::string& batch, std::size_t most) {
  const Bindings bindings{{"batch", batch}};
  BatchReport report;
  add_states_to(report, session, batch);
  query(session,
        "SELECT coalesce(min(due), 0) FROM migration WHERE batch_id = :batch AND due > 0 AND"
        " state = 'waiting_for_next'",
        bindings, {std::int64_t{}},
        [&report](const std::vector<Cell>& cells) { take_cell(cells[0], report.next_run); });
  query(session,
        fmt::format("SELECT DISTINCT source_domain FROM migration WHERE batch_id = :batch AND"
                    " source_domain <> '' AND target_domain IN ('', source_domain)"
                    " ORDER BY source_domain LIMIT {}",
                    most),
        bindings, {std::string()}, [&report](const std::vector<Cell>& cells) {
          take_cell(cells[0], report.domains.emplace_back());
        });
  report.troubled = select<MigrationRow>(
      session,
      fmt::format("migration WHERE batch_id = :batch AND state = 'failed' ORDER BY line, id"
                  " LIMIT {}",
                  most),
      bindings);
  return report;
}

}  // namespace postferry::storage::catalog

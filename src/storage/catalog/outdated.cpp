#include "storage/catalog/outdated.hpp"

#include <fmt/format.h>
#include <string_view>

#include "storage/catalog/columns.hpp"

namespace postferry::storage::catalog {
namespace {

constexpr std::string_view condition =
    "(state IN ('complete', 'incomplete', 'cancelled') AND ended <= :before OR"
    " state IN ('failed', 'paused') AND state_since <= :before)";

std::vector<std::string> ids(soci::session& session, const std::string& from, Instant before,
                             std::size_t limit) {
  std::vector<std::string> found;
  query(session, "SELECT id FROM " + from + " ORDER BY id LIMIT :most",
        {{"before", cell_of(before)}, {"most", cell_of(limit)}}, {std::string()},
        [&found](const std::vector<Cell>& cells) { take_cell(cells[0], found.emplace_back()); });
  return found;
}

}  // namespace

bool is_outdated(const MigrationRow& row, Instant before) {
  if (is_over(row.state)) return row.ended <= before;
  const bool waits_for_a_person =
      row.state == MigrationState::failed || row.state == MigrationState::paused;
  return waits_for_a_person && row.state_since <= before;
}

std::vector<std::string> outdated_migrations(soci::session& session, Instant before,
                                             std::size_t limit) {
  return ids(session, fmt::format("migration WHERE batch_id = '' AND {}", condition), before,
             limit);
}

std::vector<std::string> outdated_batches(soci::session& session, Instant before,
                                          std::size_t limit) {
  return ids(session,
             fmt::format("batch WHERE created <= :before AND NOT EXISTS (SELECT 1 FROM migration"
                         " WHERE batch_id = batch.id AND NOT {})",
                         condition),
             before, limit);
}

std::vector<MigrationRow> outdated_of_batch(soci::session& session, const std::string& batch,
                                            Instant before, std::size_t limit) {
  return select<MigrationRow>(
      session,
      fmt::format("migration WHERE batch_id = :batch AND NOT EXISTS (SELECT 1 FROM migration AS"
                  " other WHERE other.batch_id = :batch AND NOT {}) ORDER BY id LIMIT :most",
                  condition),
      {{"batch", batch}, {"before", cell_of(before)}, {"most", cell_of(limit)}});
}

std::int64_t blank_old_addresses(soci::session& session, Instant before, std::size_t limit) {
  const Bindings bindings{{"before", cell_of(before)}, {"most", cell_of(limit)}};
  return execute(session,
                 "UPDATE audit SET detail = '' WHERE id IN (SELECT id FROM audit WHERE detail <> ''"
                 " AND happened <= :before AND (action LIKE 'migration.%' OR action LIKE"
                 " 'batch.%') LIMIT :most)",
                 bindings) +
         execute(session,
                 "UPDATE credit_use SET what = '' WHERE id IN (SELECT id FROM credit_use WHERE"
                 " used_at <= :before AND what LIKE '%@%' LIMIT :most)",
                 bindings);
}

}  // namespace postferry::storage::catalog

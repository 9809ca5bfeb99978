#include "storage/catalog/leftovers.hpp"

#include <fmt/format.h>

#include "storage/catalog/columns.hpp"
#include "storage/catalog/migrations.hpp"
#include "storage/catalog/secrets.hpp"

namespace postferry::storage::catalog {
namespace {

constexpr std::string_view leftover_definitions[] = {
    "CREATE TABLE leftover (migration_id TEXT PRIMARY KEY, customer_id TEXT NOT NULL,"
    " source_key TEXT NOT NULL, target_key TEXT NOT NULL, since {number} NOT NULL)",
    "CREATE INDEX leftover_of_customer ON leftover (customer_id)",
    "CREATE INDEX migration_of_pair ON migration (source_key, target_key)",
    // To find addresses in old entries.
    "CREATE INDEX audit_with_words ON audit (happened) WHERE detail <> ''",
};

std::int64_t count_of(soci::session& session, const std::string& from, const Bindings& bindings) {
  std::int64_t count = 0;
  query(session, "SELECT count(*) FROM " + from, bindings, {std::int64_t{}},
        [&count](const std::vector<Cell>& cells) { take_cell(cells[0], count); });
  return count;
}

}  // namespace

std::span<const std::string_view> leftover_tables() { return leftover_definitions; }

void erase(soci::session& session, const MigrationRow& row, Instant now) {
  if (!remove_migration(session, Reach::everything(), row.id)) return;
  wipe_secrets(session, Reach::everything(), row.id);
  insert(session, "leftover",
         LeftoverRow{.migration = row.id,
                     .customer = row.customer,
                     .source_key = row.source.key,
                     .target_key = row.target.key,
                     .since = now});
}

void erase_plans_of(soci::session& session, const std::string& customer, Instant now) {
  execute(session,
          "INSERT INTO leftover (migration_id, customer_id, source_key, target_key, since)"
          " SELECT id, customer_id, source_key, target_key, CAST(:since AS BIGINT) FROM migration"
          " WHERE customer_id = :customer",
          {{"since", cell_of(now)}, {"customer", customer}});
  const Bindings theirs{{"customer", customer}};
  execute(session,
          "DELETE FROM migration_run WHERE migration_id IN (SELECT id FROM migration WHERE"
          " customer_id = :customer)",
          theirs);
  for (const auto* table : {"secret", "migration", "batch", "known_account", "answered"})
    execute(session, fmt::format("DELETE FROM {} WHERE customer_id = :customer", table), theirs);
}

std::vector<LeftoverRow> leftovers(soci::session& session, const std::string& after,
                                   std::size_t limit) {
  return select<LeftoverRow>(
      session, "leftover WHERE migration_id > :after ORDER BY migration_id LIMIT :most",
      {{"after", after}, {"most", cell_of(limit)}});
}

std::int64_t count_leftovers(soci::session& session, const std::string& customer) {
  return count_of(session, "leftover WHERE customer_id = :customer", {{"customer", customer}});
}

void remove_leftover(soci::session& session, const std::string& migration) {
  execute(session, "DELETE FROM leftover WHERE migration_id = :id", {{"id", migration}});
}

bool is_pair_in_use(soci::session& session, const std::string& source_key,
                    const std::string& target_key) {
  return count_of(session, "migration WHERE source_key = :source AND target_key = :target",
                  {{"source", source_key}, {"target", target_key}}) > 0;
}

}  // namespace postferry::storage::catalog

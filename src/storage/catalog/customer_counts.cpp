#include "storage/catalog/customer_counts.hpp"

#include <fmt/format.h>
#include <string_view>

#include "storage/catalog/migration_row.hpp"

namespace postferry::storage::catalog {
namespace {

void add_column(soci::session& session, const Reach& reach, CustomerCounts& counts,
                std::int64_t CustomerCount::* field, std::string_view number,
                std::string_view from) {
  Bindings bindings;
  const auto condition = reach.condition(bindings);
  query(session,
        fmt::format("SELECT customer_id, {} FROM {} AND {} GROUP BY customer_id", number, from,
                    condition),
        bindings, {std::string(), std::int64_t{0}}, [&](const std::vector<Cell>& cells) {
          take_cell(cells[1], counts[std::get<std::string>(cells[0])].*field);
        });
}

std::string active_migrations() {
  std::string over;
  for (const auto state :
       {MigrationState::complete, MigrationState::incomplete, MigrationState::cancelled})
    over += fmt::format("{}'{}'", over.empty() ? "" : ", ", text_of(state));
  return fmt::format("migration WHERE state NOT IN ({})", over);
}

}  // namespace

CustomerCounts customer_counts(soci::session& session, const Reach& reach) {
  CustomerCounts counts;
  add_column(session, reach, counts, &CustomerCount::people, "COUNT(*)", "person WHERE 1 = 1");
  add_column(session, reach, counts, &CustomerCount::migrations_active, "COUNT(*)",
             active_migrations());
  add_column(session, reach, counts, &CustomerCount::migrations_used,
             "CAST(SUM(used_open + used_free + used_keyed) AS BIGINT)", "credit WHERE 1 = 1");
  return counts;
}

}  // namespace postferry::storage::catalog

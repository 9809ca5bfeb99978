// What is left of a removed migration outside the catalog: its logs and what the journal remembers
// of its accounts. Noted in the transaction that removes the migration, so that an erasure which
// was cut short is finished at the next start.
//
// Called by Catalog's callers on a thread of the database; worked off by service/removal.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/catalog/migration_row.hpp"

namespace soci {
class session;
}

namespace postferry::storage::catalog {

struct LeftoverRow {
  std::string migration;
  std::string customer;
  std::string source_key;  // of the pair in the journal
  std::string target_key;
  Instant since{};

  static void each(auto& row, auto&& visit) {
    visit("migration_id", row.migration);
    visit("customer_id", row.customer);
    visit("source_key", row.source_key);
    visit("target_key", row.target_key);
    visit("since", row.since);
  }
};

std::span<const std::string_view> leftover_tables();

// The migration goes with its runs and passwords.
void erase(soci::session& session, const MigrationRow& row, Instant now);
// All of the customer's go, with batches, accounts for quick selection and kept answers. What was
// counted stays.
void erase_plans_of(soci::session& session, const std::string& customer, Instant now);

// The oldest first, after that of the migration `after`; "": from the first.
std::vector<LeftoverRow> leftovers(soci::session& session, const std::string& after,
                                   std::size_t limit);
std::int64_t count_leftovers(soci::session& session, const std::string& customer);
void remove_leftover(soci::session& session, const std::string& migration);

// Whether a migration that is still there, of whatever customer, moves these accounts.
bool is_pair_in_use(soci::session& session, const std::string& source_key,
                    const std::string& target_key);

}  // namespace postferry::storage::catalog

// What has been over for so long that it is deleted: migrations, batches, and addresses in the
// entries that outlive them.
//
// Called by Catalog's callers on a thread of the database. Over means ended; a migration that
// failed or was paused counts too when nobody has touched it for the same time. Whatever is planned
// or under way is not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "storage/catalog/migration_row.hpp"

namespace soci {
class session;
}

namespace postferry::storage::catalog {

bool is_outdated(const MigrationRow& row, Instant before);

// Ids of those that are in no batch.
std::vector<std::string> outdated_migrations(soci::session& session, Instant before,
                                             std::size_t limit);
// Ids of batches with nothing in them that is not outdated.
std::vector<std::string> outdated_batches(soci::session& session, Instant before,
                                          std::size_t limit);
// Those of a batch; none unless all of the batch are outdated.
std::vector<MigrationRow> outdated_of_batch(soci::session& session, const std::string& batch,
                                            Instant before, std::size_t limit);

// Entries of the audit log about migrations, and of the count of credits, keep who, when and how
// many, but no addresses. How many were changed, `limit` of each kind at most.
std::int64_t blank_old_addresses(soci::session& session, Instant before, std::size_t limit);

}  // namespace postferry::storage::catalog

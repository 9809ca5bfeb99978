// Standing: how all migrations stand together: what waits for a person, what comes next, which
// batches are under way; added up in the database, for the page that people look at first.
//
// Called by Catalog on a thread of the database; see Reach for who sees what. Migrations of one
// batch count as one, others by themselves.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "storage/catalog/batches.hpp"
#include "storage/catalog/migration_row.hpp"
#include "storage/catalog/reach.hpp"

namespace postferry::storage::catalog {

// What a group is of: a batch, or one migration.
struct GroupOf {
  std::string batch;      // "": of one migration
  std::string migration;  // one of them
  std::string name;       // the batch's ("": its number is asked for), or the source's address
  std::int64_t number = 0;
  std::int64_t accounts = 0;
};

// Those that stand in the same state for the same reason.
struct StandingGroup {
  GroupOf of;
  MigrationState state{};
  std::string reason;
  std::string reason_text;
  Instant due{};  // the first of them; none: nothing is planned
};
// Of failed, throttled and waiting_for_next, and of what ended incomplete since then. The largest
// first, so many at most.
std::vector<StandingGroup> standing_groups(soci::session& session, const Reach& reach,
                                           Instant incomplete_since, std::size_t most);

struct NextRuns {
  GroupOf of;
  RunKind kind{};
  Instant at{};  // of the first of them
  std::int64_t bytes_total = 0;
};
// Planned after now, the soonest first.
std::vector<NextRuns> next_runs(soci::session& session, const Reach& reach, Instant now,
                                std::size_t most);

// Throttled now, by the host they come from.
struct ThrottledHost {
  std::string host;
  Instant since{};
  Instant until{};
};
std::vector<ThrottledHost> throttled_hosts(soci::session& session, const Reach& reach,
                                           std::size_t most);

// With something that is not over, newest first.
std::vector<BatchRow> active_batches(soci::session& session, const Reach& reach, std::size_t most);
std::int64_t count_active_batches(soci::session& session, const Reach& reach);
std::int64_t count_over_since(soci::session& session, const Reach& reach, Instant since);

}  // namespace postferry::storage::catalog

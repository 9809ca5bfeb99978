// How far a batch is as a whole, for the notices about it: one for all of its accounts.
//
// Called on a thread of the database: the short questions in the transaction that ends an account's
// run, the report when a notice is sent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "storage/catalog/migration_row.hpp"

namespace soci {
class session;
}

namespace postferry::storage::catalog {

// Some first run is still to come to its verdict by itself; what needs a person is not waited for.
bool has_first_runs_ahead(soci::session& session, const std::string& batch);
// Some account has had its first run.
bool has_finished_first_runs(soci::session& session, const std::string& batch);
// Some account is not over.
bool has_open_migrations(soci::session& session, const std::string& batch);
// The id of the one that was planned last.
std::string newest_migration(soci::session& session, const std::string& batch);
// Of all its accounts together.
std::int64_t count_runs(soci::session& session, const std::string& batch);

struct BatchReport {
  std::map<MigrationState, std::int64_t> states;
  std::int64_t brought = 0;
  std::int64_t was_there = 0;
  std::int64_t excluded = 0;
  std::int64_t failed = 0;
  std::int64_t missing = 0;
  Instant next_run{};                  // the first of those that are planned; none: nothing is
  std::vector<std::string> domains;    // that stay the same from source to target
  std::vector<MigrationRow> troubled;  // those that need a person, by line
};

// With so many domains and so many that need a person at most.
BatchReport batch_report(soci::session& session, const std::string& batch, std::size_t most);

}  // namespace postferry::storage::catalog

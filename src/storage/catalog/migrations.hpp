// The tables of migrations and their runs.
//
// Called by Catalog on a thread of the database; see Reach for who sees what. A migration is
// changed by replace() alone, which refuses a row that somebody else has changed meanwhile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/catalog/migration_row.hpp"
#include "storage/catalog/reach.hpp"

namespace postferry::storage::catalog {

// Statements that make the tables, with the names of column types in braces.
std::span<const std::string_view> migration_tables();
// Further indexes; a step of their own.
std::span<const std::string_view> migration_indexes();

enum class View : std::uint8_t { all, active, over };
enum class SortBy : std::uint8_t { created, source, target, state, due, ended, progress };
enum class Direction : std::uint8_t { up, down };

struct MigrationQuery {
  View view = View::all;
  std::vector<MigrationState> states;  // none: all
  std::string words;                   // all of them, in lower case; parted by blanks
  std::string batch;
  SortBy sort = SortBy::created;
  Direction direction = Direction::up;
  // Where the page before ended; "": the first page.
  std::string after_value;
  std::string after_id;
  std::size_t limit = 50;
};

struct MigrationPage {
  std::vector<MigrationRow> rows;
  // Of the last row, when there are more.
  std::string next_value;
  std::string next_id;
};

void add(soci::session& session, const MigrationRow& row);
std::optional<MigrationRow> find_migration(soci::session& session, const Reach& reach,
                                           const std::string& id);
// False when the row is gone or its version is not the one that was read; else raises it.
bool replace(soci::session& session, MigrationRow& row);
// Its runs with it.
bool remove_migration(soci::session& session, const Reach& reach, const std::string& id);

MigrationPage page(soci::session& session, const Reach& reach, const MigrationQuery& wanted);
// How many there are in each state of those that the query means, whatever states it names.
std::map<MigrationState, std::int64_t> count_states(soci::session& session, const Reach& reach,
                                                    const MigrationQuery& wanted);

// Those whose time has come, the longest due first; of one customer between the same two hosts so
// many at most, so that no list hides what others wait for.
std::vector<MigrationRow> due_migrations(soci::session& session, Instant now,
                                         std::int64_t of_a_kind);
// When the next is due; none: nothing is planned.
Instant next_due(soci::session& session, Instant after);
std::vector<MigrationRow> in_state(soci::session& session, MigrationState state);
// In the order of their lines.
std::vector<MigrationRow> migrations_of_batch(soci::session& session, const Reach& reach,
                                              const std::string& batch);
// Those that were over by then.
std::vector<std::string> over_since(soci::session& session, Instant before);

struct ProgressRow {
  std::string id;
  std::string phase;
  std::int64_t messages_done = 0;
  std::int64_t messages_total = 0;
  std::int64_t bytes_done = 0;
  std::int64_t bytes_total = 0;
};
// Does not raise the version: progress changes all the time.
void set_progress(soci::session& session, const ProgressRow& progress);

void add(soci::session& session, const RunRow& row);
void replace(soci::session& session, const RunRow& row);
// Oldest first.
std::vector<RunRow> runs_of(soci::session& session, const std::string& migration);

}  // namespace postferry::storage::catalog

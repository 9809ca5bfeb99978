#include "storage/catalog/migrations.hpp"

#include <array>
#include <fmt/format.h>

#include "storage/catalog/names.hpp"

namespace postferry::storage::catalog {
namespace {

constexpr std::array migration_state_names{
    Named{MigrationState::waiting, "waiting"},
    Named{MigrationState::running, "running"},
    Named{MigrationState::waiting_for_next, "waiting_for_next"},
    Named{MigrationState::paused, "paused"},
    Named{MigrationState::throttled, "throttled"},
    Named{MigrationState::failed, "failed"},
    Named{MigrationState::complete, "complete"},
    Named{MigrationState::incomplete, "incomplete"},
    Named{MigrationState::cancelled, "cancelled"},
};
constexpr std::array run_kind_names{
    Named{RunKind::none, "none"},
    Named{RunKind::first, "first"},
    Named{RunKind::second, "second"},
    Named{RunKind::further, "further"},
};

constexpr std::string_view migration_definitions[] = {
    "CREATE TABLE migration (id TEXT PRIMARY KEY, customer_id TEXT NOT NULL,"
    " batch_id TEXT NOT NULL, line {number} NOT NULL, created_by TEXT NOT NULL,"
    " created {number} NOT NULL, version {number} NOT NULL,"
    " source_type TEXT NOT NULL, source_email TEXT NOT NULL, source_domain TEXT NOT NULL,"
    " source_user TEXT NOT NULL, source_url TEXT NOT NULL, source_host TEXT NOT NULL,"
    " source_key TEXT NOT NULL,"
    " target_type TEXT NOT NULL, target_email TEXT NOT NULL, target_domain TEXT NOT NULL,"
    " target_user TEXT NOT NULL, target_url TEXT NOT NULL, target_host TEXT NOT NULL,"
    " target_key TEXT NOT NULL,"
    " own_server {number} NOT NULL, options TEXT NOT NULL, words TEXT NOT NULL,"
    " first_at {number} NOT NULL, second_at {number} NOT NULL,"
    " second_after_seconds {number} NOT NULL, further_runs {number} NOT NULL,"
    " state TEXT NOT NULL, state_since {number} NOT NULL, due {number} NOT NULL,"
    " due_kind TEXT NOT NULL, runs {number} NOT NULL, attempts {number} NOT NULL,"
    " reason TEXT NOT NULL, reason_text TEXT NOT NULL, passwords_until {number} NOT NULL,"
    " phase TEXT NOT NULL, messages_done {number} NOT NULL, messages_total {number} NOT NULL,"
    " bytes_done {number} NOT NULL, bytes_total {number} NOT NULL,"
    " outcome TEXT NOT NULL, sentence TEXT NOT NULL, brought {number} NOT NULL,"
    " was_there {number} NOT NULL, excluded {number} NOT NULL, failed {number} NOT NULL,"
    " missing {number} NOT NULL, worked_seconds {number} NOT NULL, ended {number} NOT NULL)",
    "CREATE INDEX migration_of_customer ON migration (customer_id, state, id)",
    "CREATE INDEX migration_of_batch ON migration (batch_id, state)",
    "CREATE INDEX migration_due ON migration (due) WHERE due > 0",
    "CREATE INDEX migration_ended ON migration (ended) WHERE ended > 0",
    "CREATE INDEX migration_by_state ON migration (state)",
    "CREATE TABLE migration_run (migration_id TEXT NOT NULL, number {number} NOT NULL,"
    " kind TEXT NOT NULL, due {number} NOT NULL, started {number} NOT NULL,"
    " ended {number} NOT NULL, outcome TEXT NOT NULL, sentence TEXT NOT NULL,"
    " error TEXT NOT NULL, copied {number} NOT NULL, copied_bytes {number} NOT NULL,"
    " messages {number} NOT NULL, failed {number} NOT NULL, PRIMARY KEY (migration_id, number))",
};

}  // namespace

std::span<const std::string_view> migration_tables() { return migration_definitions; }

std::string_view text_of(MigrationState state) { return name_in(migration_state_names, state); }
void read_text(std::string_view text, MigrationState& state) {
  state = value_in(migration_state_names, text, MigrationState::failed);
}
std::string_view text_of(RunKind kind) { return name_in(run_kind_names, kind); }
void read_text(std::string_view text, RunKind& kind) {
  kind = value_in(run_kind_names, text, RunKind::none);
}

void add(soci::session& session, const MigrationRow& row) { insert(session, "migration", row); }

std::optional<MigrationRow> find_migration(soci::session& session, const Reach& reach,
                                           const std::string& id) {
  Bindings bindings{{"id", id}};
  const auto condition = reach.condition_on_migrations(bindings);
  auto rows = select<MigrationRow>(session, "migration WHERE id = :id AND " + condition, bindings);
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

bool replace(soci::session& session, MigrationRow& row) {
  ++row.version;
  return update(session, "migration", row, "id = :id AND version = :version - 1") == 1;
}

bool remove_migration(soci::session& session, const Reach& reach, const std::string& id) {
  Bindings bindings{{"id", id}};
  const auto condition = reach.condition_on_migrations(bindings);
  if (execute(session, "DELETE FROM migration WHERE id = :id AND " + condition, bindings) == 0)
    return false;
  execute(session, "DELETE FROM migration_run WHERE migration_id = :id", {{"id", id}});
  return true;
}

std::vector<MigrationRow> due_migrations(soci::session& session, Instant now,
                                         std::int64_t of_a_kind) {
  return select<MigrationRow>(
      session,
      "(SELECT migration.*, row_number() OVER (PARTITION BY customer_id, source_host,"
      " target_host ORDER BY due, id) AS place"
      " FROM migration WHERE due > 0 AND due <= :now) AS waiting"
      " WHERE place <= :most ORDER BY due, id",
      {{"now", cell_of(now)}, {"most", of_a_kind}});
}

Instant next_due(soci::session& session, Instant after) {
  Instant next{};
  query(session, "SELECT coalesce(min(due), 0) FROM migration WHERE due > :after",
        {{"after", cell_of(after)}}, {std::int64_t{}},
        [&next](const std::vector<Cell>& cells) { take_cell(cells[0], next); });
  return next;
}

std::vector<MigrationRow> in_state(soci::session& session, MigrationState state) {
  return select<MigrationRow>(session, "migration WHERE state = :state ORDER BY id",
                              {{"state", cell_of(state)}});
}

std::vector<MigrationRow> migrations_of_batch(soci::session& session, const Reach& reach,
                                              const std::string& batch) {
  Bindings bindings{{"batch", batch}};
  const auto condition = reach.condition_on_migrations(bindings);
  return select<MigrationRow>(
      session, "migration WHERE batch_id = :batch AND " + condition + " ORDER BY line, id",
      bindings);
}

std::vector<std::string> over_since(soci::session& session, Instant before) {
  std::vector<std::string> ids;
  query(session, "SELECT id FROM migration WHERE ended > 0 AND ended <= :before ORDER BY ended",
        {{"before", cell_of(before)}}, {std::string()},
        [&ids](const std::vector<Cell>& cells) { take_cell(cells[0], ids.emplace_back()); });
  return ids;
}

void set_progress(soci::session& session, const ProgressRow& progress) {
  execute(session,
          "UPDATE migration SET phase = :phase, messages_done = :messages_done, messages_total ="
          " :messages_total, bytes_done = :bytes_done, bytes_total = :bytes_total WHERE id = :id",
          {{"phase", progress.phase},
           {"messages_done", progress.messages_done},
           {"messages_total", progress.messages_total},
           {"bytes_done", progress.bytes_done},
           {"bytes_total", progress.bytes_total},
           {"id", progress.id}});
}

void add(soci::session& session, const RunRow& row) { insert(session, "migration_run", row); }

void replace(soci::session& session, const RunRow& row) {
  update(session, "migration_run", row, "migration_id = :migration_id AND number = :number");
}

std::vector<RunRow> runs_of(soci::session& session, const std::string& migration) {
  return select<RunRow>(session, "migration_run WHERE migration_id = :id ORDER BY number",
                        {{"id", migration}});
}

}  // namespace postferry::storage::catalog

#include "storage/placements.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <soci/soci.h>

#include "storage/connection.hpp"
#include "storage/placement_row.hpp"

namespace postferry::storage {
namespace {

// What one execution binds at once; bounds the memory that the columns keep.
constexpr std::size_t most_rows = 512;

void prepare(soci::statement& statement, const std::string& text) {
  statement.alloc();
  statement.prepare(text);
  statement.define_and_bind();
}

}  // namespace

struct Placements::Upsert {
  explicit Upsert(Connection& connection)
      : rows(connection.dialect()), statement(connection.session()) {
    rows.bind_to(statement);
    prepare(
        statement,
        fmt::format("INSERT INTO placement (folder_id, run_id, {}) VALUES (:folder, :run, "
                    ":source, :state, :standing, :size, :note, :flags, :keywords, :code, "
                    ":received, :zone, :target, :fingerprint, :digest) "
                    "ON CONFLICT (folder_id, source_id) DO UPDATE SET run_id = excluded.run_id, "
                    "state = excluded.state, standing = excluded.standing, "
                    "size_bytes = excluded.size_bytes, note = excluded.note, "
                    "system_flags = excluded.system_flags, keywords = excluded.keywords, "
                    "code = excluded.code, received = excluded.received, zone = excluded.zone, "
                    "target_id = excluded.target_id, fingerprint = excluded.fingerprint, "
                    "digest = excluded.digest",
                    placement_columns));
  }

  PlacementRows rows;
  soci::statement statement;
};

// The placements of a folder by their source ids: one, or the next ones.
struct Placements::Select {
  Select(Connection& connection, std::string_view condition)
      : dialect(connection.dialect()), row(dialect), statement(connection.session()) {
    row.bind_to(statement);
    statement.exchange(soci::use(folder));
    statement.exchange(soci::use(source));
    statement.exchange(soci::use(limit));
    prepare(statement, fmt::format("SELECT {} FROM placement WHERE folder_id = :folder AND {} "
                                   "ORDER BY source_id LIMIT :limit",
                                   placement_columns, condition));
  }

  // Fetches to the end, because an unfinished statement holds on to an old state of the database.
  void read(FolderId wanted, const mail::ItemId& id, std::size_t most,
            std::vector<PlacementRecord>& records) {
    folder = static_cast<long long>(wanted);
    dialect.to_column(source, id.bytes());
    limit = static_cast<long long>(most);
    for (bool more = statement.execute(true); more; more = statement.fetch())
      records.push_back(row.record());
  }

  const Dialect& dialect;
  long long folder = 0;
  long long limit = 0;
  std::string source;
  PlacementRow row;
  soci::statement statement;
};

struct Placements::Mark {
  explicit Mark(soci::session& session) : statement(session) {
    statement.exchange(soci::use(standing));
    statement.exchange(soci::use(folder));
    statement.exchange(soci::use(source));
    prepare(statement,
            "UPDATE placement SET standing = :standing "
            "WHERE folder_id = :folder AND source_id = :source");
  }

  std::vector<long long> standing, folder;
  std::vector<std::string> source;
  soci::statement statement;
};

struct Placements::Untally {
  explicit Untally(soci::session& session)
      : statement((session.prepare << "UPDATE folder SET tallied = 0 WHERE id = :folder "
                                      "AND tallied = 1",
                   soci::use(folder))) {}

  long long folder = 0;
  soci::statement statement;
};

Placements::Placements(Connection& connection)
    : session_(connection.session()),
      dialect_(connection.dialect()),
      upsert_(std::make_unique<Upsert>(connection)),
      one_(std::make_unique<Select>(connection, "source_id = :source")),
      next_(std::make_unique<Select>(connection, "source_id > :source")),
      next_failure_(std::make_unique<Select>(
          connection, fmt::format("source_id > :source AND state = {} AND standing = {}",
                                  static_cast<int>(PlacementState::failed),
                                  static_cast<int>(Standing::present)))),
      mark_(std::make_unique<Mark>(session_)),
      untally_(std::make_unique<Untally>(session_)) {}

Placements::~Placements() = default;

void Placements::write(FolderId folder, RunId run, std::span<const PlacementRecord> records) {
  while (!records.empty()) {
    const auto count = std::min(records.size(), most_rows);
    upsert_->rows.resize(count);
    for (std::size_t i = 0; i < count; ++i) upsert_->rows.set(i, folder, run, records[i]);
    upsert_->statement.execute(true);
    records = records.subspan(count);
  }
}

void Placements::set_standing(FolderId folder, std::span<const mail::ItemId> sources,
                              Standing standing) {
  while (!sources.empty()) {
    const auto count = std::min(sources.size(), most_rows);
    mark_->standing.assign(count, static_cast<long long>(standing));
    mark_->folder.assign(count, static_cast<long long>(folder));
    mark_->source.resize(count);
    for (std::size_t i = 0; i < count; ++i)
      dialect_.to_column(mark_->source[i], sources[i].bytes());
    mark_->statement.execute(true);
    sources = sources.subspan(count);
  }
}

void Placements::set_base_flags(FolderId folder, const mail::ItemId& source,
                                const mail::Flags& flags) {
  const auto folder_id = static_cast<long long>(folder);
  const auto number = system_flags_number(flags);
  const auto keywords = dialect_.to_column(keywords_text(flags));
  const auto source_id = dialect_.to_column(source.bytes());
  session_ << "UPDATE placement SET system_flags = :flags, keywords = :keywords "
              "WHERE folder_id = :folder AND source_id = :source",
      soci::use(number), soci::use(keywords), soci::use(folder_id), soci::use(source_id);
}

void Placements::set_target(FolderId folder, const mail::ItemId& source,
                            const std::optional<mail::ItemId>& target) {
  const auto folder_id = static_cast<long long>(folder);
  const auto source_id = dialect_.to_column(source.bytes());
  const auto target_id = dialect_.to_column(target ? target->bytes() : std::string_view());
  auto has_target = target ? soci::i_ok : soci::i_null;
  session_ << "UPDATE placement SET target_id = :target "
              "WHERE folder_id = :folder AND source_id = :source",
      soci::use(target_id, has_target), soci::use(folder_id), soci::use(source_id);
}

void Placements::erase(FolderId folder) {
  const auto folder_id = static_cast<long long>(folder);
  session_ << "DELETE FROM placement WHERE folder_id = :folder", soci::use(folder_id);
}

void Placements::untally(FolderId folder) {
  untally_->folder = static_cast<long long>(folder);
  untally_->statement.execute(true);
}

std::vector<PlacementRecord> Placements::lookup(FolderId folder,
                                                std::span<const mail::ItemId> sources) {
  std::vector<PlacementRecord> records;
  records.reserve(sources.size());
  for (const auto& source : sources) one_->read(folder, source, 1, records);
  return records;
}

std::vector<PlacementRecord> Placements::page(FolderId folder, const mail::ItemId& after,
                                              std::size_t limit) {
  std::vector<PlacementRecord> records;
  next_->read(folder, after, limit, records);
  return records;
}

std::vector<PlacementRecord> Placements::failures(FolderId folder, const mail::ItemId& after,
                                                  std::size_t limit) {
  std::vector<PlacementRecord> records;
  next_failure_->read(folder, after, limit, records);
  return records;
}

std::vector<Location> Placements::locations(FolderId folder, const mail::ItemId& after,
                                            std::size_t limit) {
  const auto folder_id = static_cast<long long>(folder);
  const auto source_after = dialect_.to_column(after.bytes());
  const auto most = static_cast<long long>(limit);
  std::vector<std::string> sources(limit);
  std::vector<std::string> targets(limit);
  std::vector<long long> states(limit);
  soci::statement rows =
      (session_.prepare << fmt::format("SELECT source_id, coalesce(target_id, ''), state "
                                       "FROM placement WHERE folder_id = :folder "
                                       "AND source_id > :source AND standing = {} "
                                       "AND state IN ({}, {}) ORDER BY source_id LIMIT :limit",
                                       static_cast<int>(Standing::present),
                                       static_cast<int>(PlacementState::brought),
                                       static_cast<int>(PlacementState::was_there)),
       soci::use(folder_id), soci::use(source_after), soci::use(most), soci::into(sources),
       soci::into(targets), soci::into(states));
  std::vector<Location> locations;
  if (!rows.execute(true)) return locations;
  locations.reserve(sources.size());
  for (std::size_t i = 0; i < sources.size(); ++i)
    locations.push_back({.source = mail::ItemId(dialect_.from_column(sources[i])),
                         .target = mail::ItemId(dialect_.from_column(targets[i])),
                         .state = static_cast<PlacementState>(states[i])});
  return locations;
}

std::vector<mail::ItemId> Placements::mapped(PairId pair, const mail::FolderPath& target_path) {
  const auto pair_id = static_cast<long long>(pair);
  const auto path = dialect_.to_column(target_path.text());
  std::string target;
  soci::statement rows =
      (session_.prepare << "SELECT target_id FROM placement WHERE folder_id IN "
                           "(SELECT id FROM folder WHERE pair_id = :pair AND target_path = :path) "
                           "AND target_id IS NOT NULL",
       soci::use(pair_id), soci::use(path), soci::into(target));
  std::vector<mail::ItemId> targets;
  for (bool more = rows.execute(true); more; more = rows.fetch())
    targets.emplace_back(dialect_.from_column(target));
  return targets;
}

}  // namespace postferry::storage

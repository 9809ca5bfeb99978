#include "storage/placements.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <soci/soci.h>

#include "storage/connection.hpp"
#include "storage/many_placements.hpp"
#include "storage/placement_row.hpp"
#include "storage/placement_select.hpp"

namespace postferry::storage {
namespace {

std::unique_ptr<ManyPlacements> many_placements(Connection& connection) {
  return connection.dialect().many_rows() == ManyRows::as_arrays
             ? many_placements_by_array(connection)
             : many_placements_by_row(connection);
}

// Calls `take` with one part after another of what one statement cannot take at once.
template <class T, class F>
void in_parts(std::span<const T> all, F take) {
  for (; !all.empty(); all = all.subspan(std::min(all.size(), most_placements)))
    take(all.first(std::min(all.size(), most_placements)));
}

}  // namespace

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
      many_(many_placements(connection)),
      next_(std::make_unique<PlacementSelect>(connection, "source_id > :source")),
      next_failure_(std::make_unique<PlacementSelect>(
          connection, fmt::format("source_id > :source AND state = {} AND standing = {}",
                                  static_cast<int>(PlacementState::failed),
                                  static_cast<int>(Standing::present)))),
      untally_(std::make_unique<Untally>(session_)) {}

Placements::~Placements() = default;

void Placements::write(FolderId folder, RunId run, std::span<const PlacementRecord> records) {
  in_parts(records, [&](auto part) { many_->write(folder, run, part); });
}

void Placements::set_standing(FolderId folder, std::span<const mail::ItemId> sources,
                              Standing standing) {
  in_parts(sources, [&](auto part) { many_->set_standing(folder, part, standing); });
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
  in_parts(sources, [&](auto part) { many_->lookup(folder, part, records); });
  return records;
}

std::vector<PlacementRecord> Placements::page(FolderId folder, const mail::ItemId& after,
                                              std::size_t limit) {
  std::vector<PlacementRecord> records;
  next_->read(folder, dialect_.to_column(after.bytes()), limit, records);
  return records;
}

std::vector<PlacementRecord> Placements::failures(FolderId folder, const mail::ItemId& after,
                                                  std::size_t limit) {
  std::vector<PlacementRecord> records;
  next_failure_->read(folder, dialect_.to_column(after.bytes()), limit, records);
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

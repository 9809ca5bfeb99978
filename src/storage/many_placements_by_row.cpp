#include <fmt/format.h>
#include <soci/soci.h>
#include <string>

#include "storage/connection.hpp"
#include "storage/many_placements.hpp"
#include "storage/placement_row.hpp"
#include "storage/placement_select.hpp"

namespace postferry::storage {
namespace {

struct UpsertOfOne {
  explicit UpsertOfOne(Connection& connection)
      : rows(connection.dialect()), statement(connection.session()) {
    rows.bind_to(statement);
    prepare(statement,
            fmt::format("INSERT INTO placement (folder_id, run_id, {}) VALUES (:folder, :run, "
                        ":source, :state, :standing, :size, :note, :flags, :keywords, :code, "
                        ":received, :zone, :target, :fingerprint, :digest) {}",
                        placement_columns, replace_placements));
  }

  PlacementRows rows;
  soci::statement statement;
};

struct MarkOfOne {
  explicit MarkOfOne(soci::session& session) : statement(session) {
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

class ByRow final : public ManyPlacements {
 public:
  explicit ByRow(Connection& connection)
      : dialect_(connection.dialect()),
        upsert_(connection),
        mark_(connection.session()),
        one_(connection, "source_id = :source") {}

  void write(FolderId folder, RunId run, std::span<const PlacementRecord> records) override {
    upsert_.rows.resize(records.size());
    for (std::size_t i = 0; i < records.size(); ++i) upsert_.rows.set(i, folder, run, records[i]);
    upsert_.statement.execute(true);
  }

  void set_standing(FolderId folder, std::span<const mail::ItemId> sources,
                    Standing standing) override {
    mark_.standing.assign(sources.size(), static_cast<long long>(standing));
    mark_.folder.assign(sources.size(), static_cast<long long>(folder));
    mark_.source.resize(sources.size());
    for (std::size_t i = 0; i < sources.size(); ++i)
      dialect_.to_column(mark_.source[i], sources[i].bytes());
    mark_.statement.execute(true);
  }

  void lookup(FolderId folder, std::span<const mail::ItemId> sources,
              std::vector<PlacementRecord>& records) override {
    for (const auto& source : sources)
      one_.read(folder, dialect_.to_column(source.bytes()), 1, records);
  }

 private:
  const Dialect& dialect_;
  UpsertOfOne upsert_;
  MarkOfOne mark_;
  PlacementSelect one_;
};

}  // namespace

std::unique_ptr<ManyPlacements> many_placements_by_row(Connection& connection) {
  return std::make_unique<ByRow>(connection);
}

}  // namespace postferry::storage

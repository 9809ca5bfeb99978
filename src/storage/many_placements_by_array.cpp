#include <fmt/format.h>
#include <soci/soci.h>
#include <string>

#include "base/error_catalog.hpp"
#include "storage/array_text.hpp"
#include "storage/connection.hpp"
#include "storage/many_placements.hpp"
#include "storage/placement_row.hpp"
#include "storage/placement_select.hpp"

namespace postferry::storage {
namespace {

// In the order of placement_columns.
struct Columns {
  ArrayText source, state, standing, size, note, flags, keywords, code, received, zone, target,
      fingerprint, digest;

  template <class F>
  void each(F f) {
    for (auto* column : {&source, &state, &standing, &size, &note, &flags, &keywords, &code,
                         &received, &zone, &target, &fingerprint, &digest})
      f(*column);
  }
};

struct Upsert {
  explicit Upsert(Connection& connection) : statement(connection.session()) {
    statement.exchange(soci::use(folder));
    statement.exchange(soci::use(run));
    columns.each([this](ArrayText& column) { statement.exchange(soci::use(column.text())); });
    prepare(statement,
            fmt::format("INSERT INTO placement (folder_id, run_id, {0}) "
                        "SELECT DISTINCT ON (source_id) CAST(:folder AS BIGINT), "
                        "CAST(:run AS BIGINT), {0} FROM unnest(CAST(:source AS BYTEA[]), "
                        "CAST(:state AS BIGINT[]), CAST(:standing AS BIGINT[]), "
                        "CAST(:size AS BIGINT[]), CAST(:note AS BYTEA[]), "
                        "CAST(:flags AS BIGINT[]), CAST(:keywords AS BYTEA[]), "
                        "CAST(:code AS TEXT[]), CAST(:received AS BIGINT[]), "
                        "CAST(:zone AS BIGINT[]), CAST(:target AS BYTEA[]), "
                        "CAST(:fingerprint AS BYTEA[]), CAST(:digest AS BYTEA[])) "
                        "WITH ORDINALITY AS given ({0}, place) "
                        "ORDER BY source_id, place DESC {1}",
                        placement_columns, replace_placements));
  }

  long long folder = 0, run = 0;
  Columns columns;
  soci::statement statement;
};

struct Mark {
  explicit Mark(soci::session& session)
      : statement((session.prepare << "UPDATE placement SET standing = :standing WHERE folder_id "
                                      "= :folder AND source_id = ANY(CAST(:source AS BYTEA[]))",
                   soci::use(standing), soci::use(folder), soci::use(sources))) {}

  long long standing = 0, folder = 0;
  std::string sources;
  soci::statement statement;
};

class ByArray final : public ManyPlacements {
 public:
  explicit ByArray(Connection& connection)
      : dialect_(connection.dialect()),
        upsert_(connection),
        mark_(connection.session()),
        some_(connection, "source_id = ANY(CAST(:source AS BYTEA[]))") {}

  void write(FolderId folder, RunId run, std::span<const PlacementRecord> records) override {
    upsert_.folder = static_cast<long long>(folder);
    upsert_.run = static_cast<long long>(run);
    upsert_.columns.each([](ArrayText& column) { column.clear(); });
    for (const auto& record : records) add(record);
    upsert_.columns.each([](ArrayText& column) { column.close(); });
    upsert_.statement.execute(true);
  }

  void set_standing(FolderId folder, std::span<const mail::ItemId> sources,
                    Standing standing) override {
    mark_.standing = static_cast<long long>(standing);
    mark_.folder = static_cast<long long>(folder);
    mark_.sources = array_of(sources);
    mark_.statement.execute(true);
  }

  void lookup(FolderId folder, std::span<const mail::ItemId> sources,
              std::vector<PlacementRecord>& records) override {
    some_.read(folder, array_of(sources), sources.size(), records);
  }

 private:
  void add(const PlacementRecord& record);
  void add_bytes(ArrayText& column, std::string_view value) {
    dialect_.to_column(column_, value);
    column.add(column_);
  }
  std::string array_of(std::span<const mail::ItemId> ids) {
    ArrayText array;
    array.clear();
    for (const auto& id : ids) add_bytes(array, id.bytes());
    array.close();
    return array.text();
  }

  const Dialect& dialect_;
  std::string column_;
  Upsert upsert_;
  Mark mark_;
  PlacementSelect some_;
};

void ByArray::add(const PlacementRecord& record) {
  auto& columns = upsert_.columns;
  add_bytes(columns.source, record.source.bytes());
  columns.state.add(static_cast<long long>(record.state));
  columns.standing.add(static_cast<long long>(record.standing));
  columns.size.add(static_cast<long long>(record.size_bytes));
  add_bytes(columns.note, record.note);
  columns.flags.add(system_flags_number(record.flags));
  add_bytes(columns.keywords, keywords_text(record.flags));
  columns.code.add(record.code ? code_name(*record.code) : std::string_view());
  columns.received.add(record.received.instant.time_since_epoch().count());
  columns.zone.add(record.received.zone.count());
  if (record.target)
    add_bytes(columns.target, record.target->bytes());
  else
    columns.target.add_null();
  add_bytes(columns.fingerprint, chars(record.fingerprint.bytes()));
  if (record.digest)
    add_bytes(columns.digest, chars(*record.digest));
  else
    columns.digest.add_null();
}

}  // namespace

std::unique_ptr<ManyPlacements> many_placements_by_array(Connection& connection) {
  return std::make_unique<ByArray>(connection);
}

}  // namespace postferry::storage

#include "storage/placement_select.hpp"

#include <fmt/format.h>
#include <utility>

#include "storage/connection.hpp"

namespace postferry::storage {

void prepare(soci::statement& statement, const std::string& text) {
  statement.alloc();
  statement.prepare(text);
  statement.define_and_bind();
}

PlacementSelect::PlacementSelect(Connection& connection, std::string_view condition)
    : row_(connection.dialect()), statement_(connection.session()) {
  row_.bind_to(statement_);
  statement_.exchange(soci::use(folder_));
  statement_.exchange(soci::use(source_));
  statement_.exchange(soci::use(limit_));
  prepare(statement_, fmt::format("SELECT {} FROM placement WHERE folder_id = :folder AND {} "
                                  "ORDER BY source_id LIMIT :limit",
                                  placement_columns, condition));
}

// Fetches to the end, because an unfinished statement holds on to an old state of the database.
void PlacementSelect::read(FolderId folder, std::string source, std::size_t most,
                           std::vector<PlacementRecord>& records) {
  folder_ = static_cast<long long>(folder);
  source_ = std::move(source);
  limit_ = static_cast<long long>(most);
  for (bool more = statement_.execute(true); more; more = statement_.fetch())
    records.push_back(row_.record());
}

}  // namespace postferry::storage

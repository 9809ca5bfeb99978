// Tallies: how many placements of each state a folder has, kept beside them, so that counting does
// not read them.
#include <fmt/format.h>
#include <soci/soci.h>
#include <string_view>

#include "storage/dialect.hpp"
#include "storage/placements.hpp"

namespace postferry::storage {

std::vector<StateCount> Placements::counts(PairId pair) {
  const auto pair_id = static_cast<long long>(pair);
  constexpr std::string_view stale =
      "(SELECT id FROM folder WHERE pair_id = :pair AND tallied = 0)";
  session_ << fmt::format("DELETE FROM tally WHERE folder_id IN {}", stale), soci::use(pair_id);
  session_ << fmt::format(
      "INSERT INTO tally (folder_id, state, note, items, size_bytes) "
      "SELECT folder_id, state, CASE WHEN state = {} THEN note ELSE '' END, count(*), "
      "sum(size_bytes) FROM placement WHERE folder_id IN {} AND standing = {} GROUP BY 1, 2, 3",
      static_cast<int>(PlacementState::excluded), stale, static_cast<int>(Standing::present)),
      soci::use(pair_id);
  session_ << "UPDATE folder SET tallied = 1 WHERE pair_id = :pair AND tallied = 0",
      soci::use(pair_id);

  long long folder = 0;
  long long state = 0;
  long long items = 0;
  long long size = 0;
  std::string note;
  soci::statement rows =
      (session_.prepare << "SELECT folder_id, state, note, items, size_bytes FROM tally "
                           "WHERE folder_id IN (SELECT id FROM folder WHERE pair_id = :pair) "
                           "ORDER BY folder_id, state, note",
       soci::use(pair_id), soci::into(folder), soci::into(state), soci::into(note),
       soci::into(items), soci::into(size));
  std::vector<StateCount> counts;
  for (bool more = rows.execute(true); more; more = rows.fetch())
    counts.push_back({.folder = FolderId(folder),
                      .state = static_cast<PlacementState>(state),
                      .note = dialect_.from_column(note),
                      .items = static_cast<std::uint64_t>(items),
                      .size_bytes = static_cast<std::uint64_t>(size)});
  return counts;
}

// Tallies where they are up to date, else the placements themselves.
StateTotals Placements::totals(PairId pair) {
  const auto pair_id = static_cast<long long>(pair);
  long long state = 0;
  long long items = 0;
  soci::statement rows =
      (session_.prepare << fmt::format(
           "SELECT state, sum(items) FROM (SELECT state, items FROM tally WHERE folder_id IN "
           "(SELECT id FROM folder WHERE pair_id = :pair AND tallied = 1) "
           "UNION ALL SELECT state, count(*) FROM placement WHERE folder_id IN "
           "(SELECT id FROM folder WHERE pair_id = :again AND tallied = 0) AND standing = {} "
           "GROUP BY state) AS each_state GROUP BY state",
           static_cast<int>(Standing::present)),
       soci::use(pair_id), soci::use(pair_id), soci::into(state), soci::into(items));
  StateTotals totals;
  const auto of = [&totals](PlacementState which) -> std::uint64_t& {
    switch (which) {
      case PlacementState::brought:
        return totals.brought;
      case PlacementState::was_there:
        return totals.was_there;
      case PlacementState::excluded:
        return totals.excluded;
      case PlacementState::failed:
        return totals.failed;
      case PlacementState::doubtful:
        break;
    }
    return totals.doubtful;
  };
  for (bool more = rows.execute(true); more; more = rows.fetch())
    of(static_cast<PlacementState>(state)) = static_cast<std::uint64_t>(items);
  return totals;
}

}  // namespace postferry::storage

// Placements: the journal's map from a source's items to what became of them on the target.
//
// Called on the writer's thread; the writes inside a transaction, after Connection::demand() and
// Connection::untally(). A count reads the folder's tally, which is made anew only when the
// folder's placements have changed since, so that it costs nothing in a run that finds nothing to
// do.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "storage/records.hpp"

namespace soci {
class session;
}

namespace postferry::storage {

class Connection;
class Dialect;
class ManyPlacements;
class PlacementSelect;

class Placements {
 public:
  explicit Placements(Connection& connection);
  ~Placements();

  // Adds each record, or replaces the one with its source id.
  void write(FolderId folder, RunId run, std::span<const PlacementRecord> records);
  void set_standing(FolderId folder, std::span<const mail::ItemId> sources, Standing standing);
  void set_base_flags(FolderId folder, const mail::ItemId& source, const mail::Flags& flags);
  void set_target(FolderId folder, const mail::ItemId& source,
                  const std::optional<mail::ItemId>& target);
  void erase(FolderId folder);
  void untally(FolderId folder);

  std::vector<PlacementRecord> lookup(FolderId folder, std::span<const mail::ItemId> sources);
  std::vector<PlacementRecord> page(FolderId folder, const mail::ItemId& after, std::size_t limit);
  std::vector<PlacementRecord> failures(FolderId folder, const mail::ItemId& after,
                                        std::size_t limit);
  std::vector<Location> locations(FolderId folder, const mail::ItemId& after, std::size_t limit);
  std::vector<mail::ItemId> mapped(PairId pair, const mail::FolderPath& target_path);
  // Makes out-of-date tallies anew, so inside a transaction.
  std::vector<StateCount> counts(PairId pair);
  StateTotals totals(PairId pair);

 private:
  struct Untally;

  soci::session& session_;
  const Dialect& dialect_;
  std::unique_ptr<ManyPlacements> many_;
  std::unique_ptr<PlacementSelect> next_;
  std::unique_ptr<PlacementSelect> next_failure_;
  std::unique_ptr<Untally> untally_;
};

}  // namespace postferry::storage

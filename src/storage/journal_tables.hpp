// JournalTables: what the journal keeps on a connection: the prepared statements of the tables that
// are written at full speed, and what it need not do twice in one transaction.
//
// Used by the functions behind journal.cpp, on the writer's thread, as tables_of(connection).
#pragma once

#include <cstdint>
#include <vector>

#include "storage/connection.hpp"
#include "storage/intents.hpp"
#include "storage/leases.hpp"
#include "storage/placements.hpp"
#include "storage/records.hpp"

namespace postferry::storage {

class JournalTables {
 public:
  explicit JournalTables(Connection& connection);

  Leases& leases() { return leases_; }
  Placements& placements() { return placements_; }
  Intents& intents() { return intents_; }

  // Failure lease_lost unless the lease is the pair's latest and not freed.
  void demand(Lease lease);
  // A lease was taken or freed in this transaction.
  void leases_changed() { demanded_.clear(); }
  // The placements of this folder change: its tally is out of date.
  void untally(FolderId folder);

 private:
  void notice_transaction();

  Connection& connection_;
  Leases leases_;
  Placements placements_;
  Intents intents_;
  std::uint64_t transaction_ = 0;  // that of the two below
  std::vector<Lease> demanded_;
  std::vector<FolderId> untallied_;
};

inline JournalTables& tables_of(Connection& connection) {
  return connection.state<JournalTables>();
}

}  // namespace postferry::storage

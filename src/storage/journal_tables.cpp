#include "storage/journal_tables.hpp"

#include <algorithm>

namespace postferry::storage {

JournalTables::JournalTables(Connection& connection)
    : connection_(connection), leases_(connection), placements_(connection), intents_(connection) {}

void JournalTables::notice_transaction() {
  if (transaction_ == connection_.transaction()) return;
  transaction_ = connection_.transaction();
  demanded_.clear();
  untallied_.clear();
}

void JournalTables::demand(Lease lease) {
  notice_transaction();
  const auto same = [lease](Lease other) {
    return other.pair == lease.pair && other.epoch == lease.epoch;
  };
  if (std::ranges::any_of(demanded_, same)) return;
  leases_.demand(lease);
  demanded_.push_back(lease);
}

void JournalTables::untally(FolderId folder) {
  notice_transaction();
  if (std::ranges::find(untallied_, folder) != untallied_.end()) return;
  placements_.untally(folder);
  untallied_.push_back(folder);
}

}  // namespace postferry::storage

#include "service/wiping.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/account_log.hpp"
#include "storage/catalog/migrations.hpp"
#include "storage/catalog/secrets.hpp"

namespace postferry::service {
namespace {

using storage::catalog::MigrationRow;
using storage::catalog::Reach;
using storage::catalog::wipe_due_secrets;

std::vector<MigrationRow> wiped(soci::session& session, Instant now) {
  std::vector<MigrationRow> rows;
  for (const auto& owner : wipe_due_secrets(session, now)) {
    auto row = find_migration(session, Reach::everything(), owner);
    if (!row) continue;
    row->passwords_until = {};
    replace(session, *row);
    rows.push_back(*std::move(row));
  }
  return rows;
}

// A log that cannot be written keeps no password alive.
void tell_log(const RunRoom& room, const MigrationRow& row) {
  const auto run = std::max<std::int64_t>(1, row.runs);
  try {
    engine::AccountLog log(run_log(room, row.id, run),
                           engine::run_section(static_cast<std::uint64_t>(run)),
                           engine::Work::copying);
    log.note(
        "The passwords were deleted, because they are kept for 14 days after the start at most. "
        "Enter them again before the next run.");
  } catch (const Failure&) {
    return;
  }
}

}  // namespace

Task<std::size_t> wipe_due_passwords(RunRoom& room) {
  const auto rows = co_await room.catalog.change(
      [now = room.clock()](soci::session& session) { return wiped(session, now); });
  for (const auto& row : rows) {
    tell_log(room, row);
    room.news.tell(NewsOf::migration, row.customer, row.id);
  }
  co_return rows.size();
}

}  // namespace postferry::service

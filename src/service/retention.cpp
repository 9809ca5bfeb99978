#include "service/retention.hpp"

#include <string>
#include <vector>

#include "storage/catalog/batches.hpp"
#include "storage/catalog/leftovers.hpp"
#include "storage/catalog/migrations.hpp"
#include "storage/catalog/outbox.hpp"
#include "storage/catalog/outdated.hpp"
#include "storage/catalog/settings.hpp"

namespace postferry::service {
namespace {

using storage::catalog::blank_old_addresses;
using storage::catalog::outdated_batches;
using storage::catalog::outdated_migrations;
using storage::catalog::outdated_of_batch;
using storage::catalog::Reach;

// Of requests that may be asked twice.
constexpr std::chrono::hours answers_kept{24};
constexpr std::size_t rows_a_step = 50;
constexpr std::size_t entries_a_step = 500;

// Those that are still outdated: somebody may have asked for another run meanwhile.
std::size_t erase_outdated(soci::session& session, const std::vector<std::string>& ids,
                           Instant before, Instant now) {
  std::size_t count = 0;
  for (const auto& id : ids) {
    const auto row = find_migration(session, Reach::everything(), id);
    if (!row || !is_outdated(*row, before)) continue;
    erase(session, *row, now);
    ++count;
  }
  return count;
}

Task<std::size_t> remove_outdated_migrations(RunRoom& room, Instant before,
                                             const engine::StopRequest& stop) {
  std::size_t count = 0;
  while (!stop.stopped()) {
    const auto ids = co_await room.catalog.look([before](soci::session& session) {
      return outdated_migrations(session, before, rows_a_step);
    });
    const auto erased =
        co_await room.catalog.change([ids, before, now = room.clock()](soci::session& session) {
          return erase_outdated(session, ids, before, now);
        });
    count += erased;
    if (erased == 0) break;
  }
  co_return count;
}

// One step of a batch, and the batch itself when nothing is in it any more. How many migrations.
std::size_t erase_from_batch(soci::session& session, const std::string& batch, Instant before,
                             Instant now) {
  const auto rows = outdated_of_batch(session, batch, before, rows_a_step);
  for (const auto& row : rows) erase(session, row, now);
  const auto left = sums_of(session, Reach::everything(), {batch});
  if (left.empty()) remove_batch(session, Reach::everything(), batch);
  return rows.size();
}

Task<std::size_t> remove_outdated_batch(RunRoom& room, const std::string& batch, Instant before,
                                        const engine::StopRequest& stop) {
  std::size_t count = 0;
  while (!stop.stopped()) {
    const auto erased =
        co_await room.catalog.change([batch, before, now = room.clock()](soci::session& session) {
          return erase_from_batch(session, batch, before, now);
        });
    count += erased;
    if (erased == 0) break;
  }
  co_return count;
}

Task<std::size_t> remove_outdated_batches(RunRoom& room, Instant before,
                                          const engine::StopRequest& stop) {
  std::size_t count = 0;
  std::vector<std::string> seen;
  while (!stop.stopped()) {
    const auto ids = co_await room.catalog.look([before](soci::session& session) {
      return outdated_batches(session, before, rows_a_step);
    });
    if (ids.empty() || ids == seen) break;
    for (const auto& id : ids) count += co_await remove_outdated_batch(room, id, before, stop);
    seen = ids;
  }
  co_return count;
}

}  // namespace

Task<std::size_t> remove_outdated(RunRoom& room, std::chrono::days keep,
                                  const engine::StopRequest& stop) {
  const auto before = room.clock() - keep;
  auto count = co_await remove_outdated_migrations(room, before, stop);
  count += co_await remove_outdated_batches(room, before, stop);
  co_await room.catalog.change([before, now = room.clock()](soci::session& session) {
    storage::catalog::remove_notices_before(session, before);
    storage::catalog::forget_answers(session, now - answers_kept);
  });
  std::int64_t blanked = 0;
  do {
    blanked = co_await room.catalog.change([before](soci::session& session) {
      return blank_old_addresses(session, before, entries_a_step);
    });
  } while (blanked > 0 && !stop.stopped());
  co_return count;
}

}  // namespace postferry::service

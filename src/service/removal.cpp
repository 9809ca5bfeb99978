#include "service/removal.hpp"

#include <filesystem>
#include <system_error>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "service/ulid.hpp"
#include "storage/catalog/leftovers.hpp"

namespace postferry::service {
namespace {

using storage::catalog::is_pair_in_use;
using storage::catalog::LeftoverRow;
using storage::catalog::remove_leftover;

constexpr std::size_t rows_at_a_time = 50;
constexpr std::chrono::milliseconds between_looks{50};

// False when a run holds the accounts.
Task<bool> erase_journal(RunRoom& room, const LeftoverRow& row) {
  const auto pair =
      co_await room.journal.pair({.source = row.source_key, .target = row.target_key});
  const auto lease = co_await room.journal.acquire(pair);
  if (!lease) co_return false;
  // Asked under the lease: from here on no other run begins with these accounts.
  const bool in_use = co_await room.catalog.look([row](soci::session& session) {
    return is_pair_in_use(session, row.source_key, row.target_key);
  });
  if (in_use)
    co_await room.journal.release(*lease);
  else
    co_await room.journal.forget(*lease);
  co_return true;
}

void erase_logs(const RunRoom& room, const std::string& migration) {
  if (!is_ulid(migration)) return;
  const auto folder = room.logs / migration;
  std::error_code wrong;
  std::filesystem::remove_all(folder, wrong);
  if (wrong)
    throw Failure(
        Error{.code = ErrorCode::state_broken,
              .text = "The logs of a removed migration cannot be deleted: " + wrong.message(),
              .where = folder.string()});
}

Task<bool> erase_leftover(RunRoom& room, const LeftoverRow& row) {
  if (!co_await erase_journal(room, row)) co_return false;
  erase_logs(room, row.migration);
  co_await room.catalog.change(
      [id = row.migration](soci::session& session) { remove_leftover(session, id); });
  room.news.tell(NewsOf::gone, row.customer, row.migration);
  co_return true;
}

}  // namespace

RemoveData plans_remover(Clock clock) {
  return [clock = std::move(clock)](soci::session& session, const std::string& customer) {
    storage::catalog::erase_plans_of(session, customer, clock());
  };
}

Task<Erased> erase_leftovers(RunRoom& room, StopRun stop_run, const engine::StopRequest& stop) {
  Erased erased;
  std::string after;
  for (;;) {
    const auto rows = co_await room.catalog.look([after](soci::session& session) {
      return storage::catalog::leftovers(session, after, rows_at_a_time);
    });
    if (rows.empty()) co_return erased;
    after = rows.back().migration;
    for (const auto& row : rows) {
      if (stop.stopped()) co_return erased;
      bool is_gone = !stop_run(row.migration);
      if (is_gone) is_gone = co_await erase_leftover(room, row);
      ++(is_gone ? erased.done : erased.left);
    }
  }
}

Task<bool> wait_until_erased(storage::catalog::Catalog& catalog, std::string customer,
                             Deadline deadline) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
  for (;;) {
    const auto left = co_await catalog.look([customer](soci::session& session) {
      return storage::catalog::count_leftovers(session, customer);
    });
    if (left == 0) co_return true;
    if (std::chrono::steady_clock::now() >= deadline) co_return false;
    timer.expires_after(between_looks);
    co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  }
}

}  // namespace postferry::service

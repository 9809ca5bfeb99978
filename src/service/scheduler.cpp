#include "service/scheduler.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "engine/event_text.hpp"
#include "service/migration_run.hpp"
#include "storage/catalog/migrations.hpp"

namespace postferry::service {
namespace {

using storage::catalog::MigrationRow;
using namespace std::chrono_literals;

// A run that found no room at its hosts lets others go first for so long.
constexpr std::chrono::seconds rest_without_room{2};
// Somebody else may have written into the database.
constexpr std::chrono::seconds longest_sleep{15};
// Of one customer between two hosts, as many as could begin at once at the most.
constexpr std::int64_t most_of_a_kind = 100;
constexpr std::chrono::seconds between_notes{5};

void take_off(std::map<std::string, std::size_t>& counts, const std::string& name) {
  const auto count = counts.find(name);
  if (count != counts.end() && --count->second == 0) counts.erase(count);
}

std::size_t count_in(const std::map<std::string, std::size_t>& counts, const std::string& name) {
  const auto count = counts.find(name);
  return count == counts.end() ? 0 : count->second;
}

storage::catalog::ProgressRow progress_row(const std::string& id, const LiveProgress& live) {
  return {.id = id,
          .phase = std::string(engine::phase_name(live.phase)),
          .messages_done = static_cast<std::int64_t>(live.progress.messages_done),
          .messages_total = static_cast<std::int64_t>(live.progress.messages_total),
          .bytes_done = static_cast<std::int64_t>(live.progress.bytes_done),
          .bytes_total = static_cast<std::int64_t>(live.progress.bytes_total)};
}

}  // namespace

Task<> Scheduler::run(const engine::StopRequest& stop) {
  stop_ = &stop;
  executor_ = co_await boost::asio::this_coro::executor;
  const engine::StopRequest::Watch watch(stop, [this] {
    for (const auto& [id, run] : under_way_) run->stop.stop();
    wake();
  });
  auto noted = std::chrono::steady_clock::now();
  // What the database throws is thrown on when no run is under way any more: each refers to this.
  try {
    co_await take_up_interrupted(room_);
    while (!stop.stopped() && !broken_) {
      woken_ = false;
      begin_what_fits(co_await due_rows());
      co_await sleep_until_something_is_due();
      if (std::chrono::steady_clock::now() - noted < between_notes) continue;
      noted = std::chrono::steady_clock::now();
      co_await keep_progress();
    }
  } catch (...) {
    if (!broken_) broken_ = std::current_exception();
  }
  for (const auto& [id, run] : under_way_) run->stop.stop();
  co_await wait_for_all();
  if (broken_) std::rethrow_exception(broken_);
}

void Scheduler::wake() {
  woken_ = true;
  if (sleep_ != nullptr) sleep_->cancel();
}

void Scheduler::stop_run(const std::string& migration) {
  const auto run = under_way_.find(migration);
  if (run != under_way_.end()) run->second->stop.stop();
}

Task<Scheduler::Rows> Scheduler::due_rows() {
  if (under_way_.size() >= slots_.in_all) co_return Rows{};
  co_return co_await room_.catalog.look([now = room_.clock()](soci::session& session) {
    return storage::catalog::due_migrations(session, now, most_of_a_kind);
  });
}

void Scheduler::begin_what_fits(Rows due) {
  const auto now = std::chrono::steady_clock::now();
  std::erase_if(no_room_until_, [now](const auto& entry) { return entry.second <= now; });
  std::erase_if(due, [this](const auto& row) {
    return under_way_.contains(row.id) || no_room_until_.contains(row.id);
  });
  while (!stop_->stopped()) {
    const auto next = next_of(due);
    if (!next) return;
    const auto at = due.begin() + static_cast<std::ptrdiff_t>(*next);
    auto row = std::move(*at);
    due.erase(at);
    begin(*executor_, std::move(row));
  }
}

// The longest due of the customer that has the fewest runs under way.
std::optional<std::size_t> Scheduler::next_of(const Rows& due) const {
  std::optional<std::size_t> next;
  std::size_t fewest = 0;
  for (std::size_t at = 0; at < due.size(); ++at) {
    const auto running = count_in(by_customer_, due[at].customer);
    if ((next && running >= fewest) || !fits(due[at])) continue;
    next = at;
    fewest = running;
  }
  return next;
}

bool Scheduler::fits(const MigrationRow& row) const {
  return under_way_.size() < slots_.in_all &&
         count_in(by_source_, row.source.host) < slots_.per_source_host &&
         count_in(by_target_, row.target.host) < slots_.per_target_host &&
         count_in(by_customer_, row.customer) < slots_.per_customer;
}

void Scheduler::begin(const boost::asio::any_io_executor& executor, MigrationRow row) {
  auto run = std::make_shared<UnderWay>();
  run->customer = row.customer;
  run->source_host = row.source.host;
  run->target_host = row.target.host;
  ++by_source_[run->source_host];
  ++by_target_[run->target_host];
  ++by_customer_[run->customer];
  auto id = row.id;
  under_way_.emplace(id, run);
  boost::asio::co_spawn(executor, run_one(std::move(row)),
                        [this, id = std::move(id), run](std::exception_ptr thrown) {
                          if (thrown && !broken_) broken_ = thrown;
                          take_off(by_source_, run->source_host);
                          take_off(by_target_, run->target_host);
                          take_off(by_customer_, run->customer);
                          under_way_.erase(id);
                          wake();
                        });
}

Task<> Scheduler::run_one(MigrationRow row) {
  const auto run = under_way_.at(row.id);
  const auto id = row.id;
  const auto end = co_await run_migration(room_, std::move(row), run->stop);
  if (end == RunEnd::no_room)
    no_room_until_[id] = std::chrono::steady_clock::now() + rest_without_room;
}

Task<> Scheduler::sleep_until_something_is_due() {
  if (woken_ || stop_->stopped()) co_return;
  const auto now = room_.clock();
  const auto next = co_await room_.catalog.look(
      [now](soci::session& session) { return storage::catalog::next_due(session, now); });
  std::chrono::milliseconds span = longest_sleep;
  if (next != Instant{}) span = std::min<std::chrono::milliseconds>(span, next - now);
  if (!no_room_until_.empty() || !under_way_.empty())
    span = std::min<std::chrono::milliseconds>(span, rest_without_room);
  if (woken_ || stop_->stopped()) co_return;
  boost::asio::steady_timer timer(*executor_, span);
  sleep_ = &timer;
  co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  sleep_ = nullptr;
}

Task<> Scheduler::keep_progress() {
  std::vector<storage::catalog::ProgressRow> rows;
  for (const auto& [id, live] : room_.board.all()) rows.push_back(progress_row(id, live));
  if (rows.empty()) co_return;
  co_await room_.catalog.note([rows = std::move(rows)](soci::session& session) {
    for (const auto& row : rows) set_progress(session, row);
  });
}

Task<> Scheduler::wait_for_all() {
  while (!under_way_.empty()) {
    boost::asio::steady_timer timer(*executor_, 100ms);
    co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  }
}

}  // namespace postferry::service

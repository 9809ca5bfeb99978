#include "storage/leases.hpp"

#include <chrono>
#include <fmt/format.h>
#include <optional>
#include <soci/soci.h>
#include <utility>

#include "base/clock.hpp"
#include "storage/connection.hpp"
#include "storage/process.hpp"

namespace postferry::storage {
namespace {

constexpr int lifetime_seconds = 60;

struct Hold {
  long long epoch = 0;
  Process process;
  Instant since{};
  std::chrono::seconds left{};

  bool is_held() const {
    return !process.host.empty() && left.count() > 0 && life_of(process) != Life::dead;
  }
  std::string text() const {
    return fmt::format("process {} on {} since {}", process.pid, process.host, to_rfc3339(since));
  }
};

std::optional<Hold> hold_on(soci::session& session, const Dialect& dialect, PairId pair) {
  const auto id = static_cast<long long>(pair);
  Hold hold;
  long long pid = 0;
  long long started = 0;
  long long since = 0;
  long long left = 0;
  session << fmt::format(
      "SELECT epoch, host, boot, pid, process_start, since, expires - {} FROM lease "
      "WHERE pair_id = :pair",
      dialect.words().now),
      soci::use(id), soci::into(hold.epoch), soci::into(hold.process.host),
      soci::into(hold.process.boot), soci::into(pid), soci::into(started), soci::into(since),
      soci::into(left);
  if (!session.got_data()) return std::nullopt;
  hold.process.pid = pid;
  hold.process.started = started;
  hold.since = Instant(std::chrono::seconds(since));
  hold.left = std::chrono::seconds(left);
  return hold;
}

}  // namespace

struct Leases::Check {
  explicit Check(soci::session& session)
      : statement((session.prepare << "SELECT count(*) FROM lease WHERE pair_id = :pair "
                                      "AND epoch = :epoch AND host <> ''",
                   soci::use(pair), soci::use(epoch), soci::into(found))) {}

  long long pair = 0, epoch = 0;
  int found = 0;
  soci::statement statement;
};

Leases::Leases(Connection& connection)
    : session_(connection.session()),
      dialect_(connection.dialect()),
      check_(std::make_unique<Check>(session_)) {}

Leases::~Leases() = default;

Result<Lease> Leases::acquire(PairId pair) {
  const auto hold = hold_on(session_, dialect_, pair);
  if (hold && hold->is_held())
    return std::unexpected(Error{.code = ErrorCode::lease_held,
                                 .text = "It is held by " + hold->text() + ".",
                                 .where = {},
                                 .scope = Scope::account,
                                 .retry = Retry::later,
                                 .retry_after = hold->left});
  const auto holder = this_process();
  const auto id = static_cast<long long>(pair);
  const long long epoch = hold ? hold->epoch + 1 : 1;
  const long long pid = holder.pid;
  const long long started = holder.started;
  session_ << fmt::format(
      "INSERT INTO lease (pair_id, epoch, host, boot, pid, process_start, since, expires) "
      "VALUES (:pair, :epoch, :host, :boot, :pid, :started, {0}, {0} + {1}) "
      "ON CONFLICT (pair_id) DO UPDATE SET epoch = excluded.epoch, host = excluded.host, "
      "boot = excluded.boot, pid = excluded.pid, process_start = excluded.process_start, "
      "since = excluded.since, expires = excluded.expires",
      dialect_.words().now, lifetime_seconds),
      soci::use(id), soci::use(epoch), soci::use(holder.host), soci::use(holder.boot),
      soci::use(pid), soci::use(started);
  return Lease{.pair = pair, .epoch = LeaseEpoch(epoch)};
}

void Leases::renew(Lease lease) {
  demand(lease);
  const auto id = static_cast<long long>(lease.pair);
  session_ << fmt::format("UPDATE lease SET expires = {} + {} WHERE pair_id = :pair",
                          dialect_.words().now, lifetime_seconds),
      soci::use(id);
}

void Leases::free(Lease lease) {
  const auto id = static_cast<long long>(lease.pair);
  const auto epoch = static_cast<long long>(lease.epoch);
  session_ << "UPDATE lease SET host = '', expires = 0 WHERE pair_id = :pair AND epoch = :epoch",
      soci::use(id), soci::use(epoch);
}

void Leases::demand(Lease lease) {
  check_->pair = static_cast<long long>(lease.pair);
  check_->epoch = static_cast<long long>(lease.epoch);
  int found = 0;
  for (bool more = check_->statement.execute(true); more; more = check_->statement.fetch())
    found = check_->found;
  if (found == 1) return;
  const auto now_held_by = holder(lease.pair);
  throw Failure(Error{
      .code = ErrorCode::lease_lost,
      .text = now_held_by.empty() ? "The lease was freed." : "It is held by " + now_held_by + ".",
      .where = {},
      .scope = Scope::account});
}

std::string Leases::holder(PairId pair) {
  const auto hold = hold_on(session_, dialect_, pair);
  return hold && hold->is_held() ? hold->text() : std::string();
}

}  // namespace postferry::storage

#include "tests/contract/upkeep_fixture.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <sstream>

#include "service/kept_secrets.hpp"
#include "service/retention.hpp"
#include "storage/catalog/batches.hpp"
#include "storage/catalog/credits.hpp"
#include "storage/catalog/secrets.hpp"
#include "storage/vault_keys.hpp"

namespace postferry::test {
namespace {

using service::MigrationRow;
using service::MigrationState;
using storage::catalog::CreditUseRow;
using storage::catalog::Reach;

Task<> write_and_release(storage::Journal& journal, storage::Lease lease) {
  co_await journal.remember(lease, "server", "old.example");
  co_await journal.release(lease);
}

}  // namespace

storage::Vault KeptUp::new_vault() {
  const auto file = folder.path() / "vault.key";
  storage::make_vault_keys(file);
  return storage::Vault(storage::read_vault_keys(file));
}

// In PostgreSQL they stand beside each other.
storage::DatabaseAddress KeptUp::journal_address() {
  if (GetParam() == DatabaseKind::postgres) return address();
  return storage::SqliteFile{folder.path() / "journal-of-its-own.db"};
}

service::RunRoom KeptUp::room_over(storage::catalog::Catalog& catalog) {
  return {.catalog = catalog,
          .journal = journal,
          .vault = vault,
          .doors = doors,
          .stores = {},
          .news = news,
          .board = board,
          .logs = folder.path() / "logs",
          .addresses = {},
          .clock = house.clock.clock(),
          .chance = [] { return 0.0; }};
}

MigrationRow KeptUp::plan(const std::string& customer, const std::string& name,
                          const std::string& batch) {
  MigrationRow row;
  row.id = house.ulids.next();
  row.customer = customer;
  row.batch = batch;
  row.source = {"imap",
                name + "@old.example",
                "old.example",
                name,
                "",
                "old.example:993",
                name + "@old.example:993"};
  row.target = {"imap",
                name + "@new.example",
                "new.example",
                name,
                "",
                "new.example:993",
                name + "@new.example:993"};
  service::accept(row, house.clock.now());
  const auto secret = service::sealed_row(vault, {row.id, "source", customer, row.passwords_until},
                                          Secret("hunter2"), house.clock.now());
  CreditUseRow use{.id = house.ulids.next(),
                   .customer = customer,
                   .at = house.clock.now(),
                   .what = row.source.email + " to " + row.target.email,
                   .migrations = 1};
  house.change([=](soci::session& session) mutable {
    take_credits(session, use, storage::catalog::CreditRule{});
    add(session, row);
    put_secret(session, secret);
  });
  return row;
}

std::string KeptUp::plan_batch(const std::string& customer, int accounts) {
  storage::catalog::BatchRow batch;
  batch.id = house.ulids.next();
  batch.customer = customer;
  batch.created = house.clock.now();
  house.change([batch](soci::session& session) mutable { add_batch(session, batch); });
  for (int number = 0; number < accounts; ++number)
    plan(customer, fmt::format("user{}", number), batch.id);
  return batch.id;
}

void KeptUp::put(MigrationRow row, MigrationState state) {
  house.change([row, state, now = house.clock.now()](soci::session& session) mutable {
    row.state = state;
    row.state_since = now;
    row.ended = is_over(state) ? now : Instant{};
    replace(session, row);
  });
}

void KeptUp::put_all_of(const std::string& batch, MigrationState state) {
  for (const auto& row : rows_of(batch)) put(row, state);
}

std::vector<MigrationRow> KeptUp::rows_of(const std::string& batch) {
  storage::catalog::MigrationQuery wanted;
  wanted.batch = batch;
  wanted.limit = 1000;
  return house.look(
      [wanted](soci::session& session) { return page(session, Reach::everything(), wanted).rows; });
}

std::optional<MigrationRow> KeptUp::find(const std::string& id) {
  return house.look(
      [id](soci::session& session) { return find_migration(session, Reach::everything(), id); });
}

bool KeptUp::has_password(const std::string& id) {
  return house
      .look([id](soci::session& session) {
        return find_secret(session, Reach::everything(), id, "source");
      })
      .has_value();
}

void KeptUp::leave_traces(const MigrationRow& row) {
  const auto log = run_log(room, row.id, 1);
  std::filesystem::create_directories(log.parent_path());
  std::ofstream(log) << row.source.email;
  const auto pair = house.run(journal.pair({row.source.key, row.target.key}));
  const auto lease = house.run(journal.acquire(pair)).value();
  house.loop.run(write_and_release(journal, lease));
}

std::string KeptUp::log_of(const std::string& id, int run) {
  std::ifstream file(run_log(room, id, run));
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

bool KeptUp::has_log(const std::string& id) { return std::filesystem::exists(room.logs / id); }
std::size_t KeptUp::pairs_in_journal() { return house.run(journal.pairs()).size(); }

service::Erased KeptUp::erase_all() {
  return house.run(service::erase_leftovers(room, [](const std::string&) { return false; }, never));
}

service::Erased KeptUp::erase_all_after_a_restart() {
  storage::catalog::Catalog again(address());
  auto next = room_over(again);
  return house.run(service::erase_leftovers(next, [](const std::string&) { return false; }, never));
}

std::size_t KeptUp::remove_old() { return house.run(service::remove_outdated(room, keep, never)); }

std::int64_t KeptUp::used(const std::string& customer) {
  return house.look([customer](soci::session& session) {
    return storage::catalog::credit_of(session, customer, {}).ever_used;
  });
}

void KeptUp::forget(const service::Actor& actor, const std::string& customer) {
  ASSERT_TRUE(house.run(service::remove_data(house.people, actor, customer,
                                             service::plans_remover(house.clock.clock()))));
}

}  // namespace postferry::test

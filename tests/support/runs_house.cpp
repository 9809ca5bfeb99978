#include "tests/support/runs_house.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <sstream>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "app/registry.hpp"
#include "storage/vault_keys.hpp"

namespace postferry::test {
namespace {

using namespace std::chrono_literals;

Task<> sleep(std::chrono::milliseconds span) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, span);
  co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
}

storage::Vault new_vault(const std::filesystem::path& file) {
  storage::make_vault_keys(file);
  return storage::Vault(storage::read_vault_keys(file));
}

}  // namespace

RunsHouse::RunsHouse(const storage::DatabaseAddress& address, const ThrowawayDovecot& source,
                     const ThrowawayDovecot& target)
    : house(address),
      journal(folder.path() / "state"),
      vault(new_vault(folder.path() / "vault.keys")),
      doors({}, {}),
      room{.catalog = house.catalog,
           .journal = journal,
           .vault = vault,
           .doors = doors,
           .stores = app::stores(nullptr),
           .news = news,
           .board = board,
           .logs = folder.path() / "logs",
           .addresses = {},
           .clock = house.clock.clock(),
           .chance = [] { return 0.0; }},
      desk{.people = house.people,
           .vault = vault,
           .news = news,
           .wake =
               [this] {
                 if (scheduler != nullptr) scheduler->wake();
               },
           .stop_run =
               [this](const std::string& id) {
                 if (scheduler != nullptr) scheduler->stop_run(id);
               }},
      source_(source),
      target_(target) {}

service::DraftAccount RunsHouse::account(const ThrowawayDovecot& server,
                                         const std::string& user) const {
  return {.email = user + "@example.org",
          .user = user,
          .password = Secret(server.password()),
          .server = {.host = "127.0.0.1", .port = server.port(), .security = net::Security::none}};
}

service::Draft RunsHouse::draft(const std::string& user) const {
  return {.source = account(source_, user), .target = account(target_, user)};
}

service::MigrationRow RunsHouse::plan_one(const service::Actor& actor,
                                          const service::Draft& draft) {
  auto planned = loop.run(service::plan(desk, actor, {draft}, std::nullopt, {}));
  if (!planned) throw std::runtime_error(std::string(refusal_name(planned.error().code)));
  return planned->rows.front();
}

void RunsHouse::work(std::function<Task<>()> script, service::Slots slots) {
  service::Scheduler working(room, slots);
  scheduler = &working;
  engine::StopRequest stop;
  bool ended = false;
  std::exception_ptr broken;
  const auto both = [&]() -> Task<> {
    boost::asio::co_spawn(co_await boost::asio::this_coro::executor, working.run(stop),
                          [&](std::exception_ptr thrown) {
                            broken = thrown;
                            ended = true;
                          });
    std::exception_ptr failed;
    try {
      co_await script();
    } catch (...) {
      failed = std::current_exception();
    }
    stop.stop();
    while (!ended) co_await sleep(5ms);
    if (failed) std::rethrow_exception(failed);
  };
  loop.run(both());
  scheduler = nullptr;
  if (broken) std::rethrow_exception(broken);
}

Task<> RunsHouse::until(std::string id, service::MigrationState state) {
  const auto deadline = deadline_in(30s);
  for (;;) {
    const auto now = co_await row(id);
    if (now.state == state) co_return;
    if (std::chrono::steady_clock::now() > deadline)
      throw std::runtime_error("it is " + std::string(text_of(now.state)) + ", not " +
                               std::string(text_of(state)) + ": " + now.reason_text);
    co_await sleep(10ms);
  }
}

Task<service::MigrationRow> RunsHouse::row(std::string id) {
  auto found = co_await house.catalog.look([id](soci::session& session) {
    return find_migration(session, storage::catalog::Reach::everything(), id);
  });
  if (!found) throw std::runtime_error("there is no migration " + id);
  co_return *std::move(found);
}

Task<std::vector<storage::catalog::RunRow>> RunsHouse::runs(std::string id) {
  co_return co_await house.catalog.look(
      [id](soci::session& session) { return storage::catalog::runs_of(session, id); });
}

std::string RunsHouse::log_of(const std::string& id, int run) const {
  std::ifstream file(run_log(room, id, run));
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

void RunsHouse::pass(std::chrono::seconds time) {
  house.clock.pass(time);
  if (scheduler != nullptr) scheduler->wake();
}

}  // namespace postferry::test

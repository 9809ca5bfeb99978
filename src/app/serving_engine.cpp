#include "app/serving_engine.hpp"

#include <exception>
#include <fmt/format.h>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "app/registry.hpp"
#include "net/address_rules.hpp"
#include "service/upkeep.hpp"

namespace postferry::app {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

// After the database has failed the scheduler.
constexpr auto before_the_next_try = 10s;
constexpr auto forgiven_every = 1h;

Task<> sleep_for(std::chrono::milliseconds span) {
  asio::steady_timer timer(co_await asio::this_coro::executor, span);
  co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
}

engine::BudgetLimits limits_of(std::size_t connections_per_host) {
  engine::BudgetLimits limits;
  limits.host_connections = connections_per_host;
  limits.user_connections = std::min(limits.user_connections, connections_per_host);
  return limits;
}

}  // namespace

ServingEngine::ServingEngine(Parts parts)
    : loop_(std::make_unique<asio::io_context>(1)),
      trouble_(std::move(parts.trouble)),
      journal_(parts.journal),
      doors_(limits_of(parts.connections_per_host), {}),
      room_{.catalog = parts.catalog,
            .journal = journal_,
            .vault = parts.vault,
            .doors = doors_,
            .stores = stores(nullptr),
            .news = news_,
            .board = board_,
            .logs = std::move(parts.logs),
            // Until the settings say otherwise: checks may be asked for before they are applied.
            .addresses = net::public_internet_only(),
            .chance = [this] { return std::uniform_real_distribution<>{}(dice_); }},
      checks_(std::make_unique<service::CredentialChecks>(loop_->get_executor(), room_)) {}

ServingEngine::~ServingEngine() {
  loop_->stop();
  if (thread_.joinable()) thread_.join();
  // What still waits for a server is destroyed while all that it refers to is there. Where runs did
  // not end in time, a database may still work for one and answer it: that loop is left alone.
  if (ended_)
    loop_.reset();
  else
    static_cast<void>(loop_.release());
}

void ServingEngine::begin() {
  ended_ = false;
  asio::co_spawn(*loop_, work(), asio::detached);
  thread_ = std::thread([this] { loop_->run(); });
}

Task<> ServingEngine::work() {
  const auto executor = co_await asio::this_coro::executor;
  asio::co_spawn(executor, forgive_now_and_then(), asio::detached);
  bool is_kept_up = true;
  asio::co_spawn(executor, keep_up(), [&is_kept_up](std::exception_ptr) { is_kept_up = false; });
  while (!stop_.stopped()) {
    std::string what;
    try {
      co_await schedule();
    } catch (const std::exception& error) {
      what = error.what();
    }
    if (what.empty()) continue;
    trouble_(fmt::format("error: migrations wait: {} Trying again in {} s.", what,
                         before_the_next_try.count()));
    try {
      co_await engine::pause_for(before_the_next_try, stop_);
    } catch (const Failure&) {
      break;
    }
  }
  while (is_kept_up) co_await sleep_for(20ms);
  ended_ = true;
}

Task<> ServingEngine::schedule() {
  scheduler_.emplace(room_, slots_);
  co_await scheduler_->run(stop_);
}

// A host that was left alone because it let nobody in deserves another try after a while; checks
// that nobody asks about any more go with their passwords when one is looked for.
Task<> ServingEngine::forgive_now_and_then() {
  for (;;) {
    co_await sleep_for(forgiven_every);
    doors_.forgive();
    static_cast<void>(checks_->find({}, {}));
  }
}

// Passwords are wiped in time, and what is over is deleted.
Task<> ServingEngine::keep_up() {
  co_await service::keep_up({.room = room_,
                             .stop_run =
                                 [this](const std::string& migration) {
                                   if (!scheduler_) return false;
                                   scheduler_->stop_run(migration);
                                   return scheduler_->is_under_way(migration);
                                 },
                             .keep_finished = [this] { return keep_finished_; },
                             .trouble = trouble_},
                            stop_);
}

Task<> ServingEngine::end(Deadline deadline) {
  asio::post(*loop_, [this] {
    checks_->stop();
    stop_.stop();
  });
  while (!ended_ && std::chrono::steady_clock::now() < deadline) co_await sleep_for(20ms);
}

void ServingEngine::wake() {
  asio::post(*loop_, [this] {
    if (scheduler_) scheduler_->wake();
  });
}

void ServingEngine::stop_run(std::string migration) {
  asio::post(*loop_, [this, migration = std::move(migration)] {
    if (scheduler_) scheduler_->stop_run(migration);
  });
}

void ServingEngine::apply(service::Slots slots, net::AddressRules addresses,
                          std::chrono::days keep_finished) {
  asio::post(*loop_, [this, slots, addresses = std::move(addresses), keep_finished] {
    slots_ = slots;
    keep_finished_ = keep_finished;
    room_.addresses = addresses;
    if (scheduler_) scheduler_->set_slots(slots);
  });
}

}  // namespace postferry::app

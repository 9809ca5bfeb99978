#include "engine/lease_keeper.hpp"

#include <chrono>
#include <exception>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/signal.hpp"

namespace postferry::engine {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds between_renewals{20};

}  // namespace

struct LeaseKeeper::State {
  State(const asio::any_io_executor& executor, storage::Journal& used, storage::Lease held)
      : journal(used), lease(held), timer(executor), ended(executor) {}

  storage::Journal& journal;
  storage::Lease lease;
  asio::steady_timer timer;
  Signal ended;
  bool stopping = false;
};

Task<LeaseKeeper> LeaseKeeper::start(storage::Journal& journal, storage::Lease lease) {
  const auto executor = co_await asio::this_coro::executor;
  auto state = std::make_shared<State>(executor, journal, lease);
  asio::co_spawn(executor, keep(state), [state](std::exception_ptr) { state->ended.set(); });
  co_return LeaseKeeper(std::move(state));
}

Task<> LeaseKeeper::keep(std::shared_ptr<State> state) {
  while (!state->stopping) {
    state->timer.expires_after(between_renewals);
    boost::system::error_code cancelled;
    co_await state->timer.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
    if (!state->stopping && !co_await renewed(*state)) co_return;
  }
}

// False when the lease is lost; what else fails (a full disk) may go better the next time, and the
// lease outlives a renewal that failed.
Task<bool> LeaseKeeper::renewed(State& state) {
  try {
    co_await state.journal.renew(state.lease);
  } catch (const Failure& failure) {
    co_return failure.error().code != ErrorCode::lease_lost;
  }
  co_return true;
}

Task<> LeaseKeeper::stop() {
  state_->stopping = true;
  state_->timer.cancel();
  co_await state_->ended.wait();
}

}  // namespace postferry::engine

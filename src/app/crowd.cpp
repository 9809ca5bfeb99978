#include "app/crowd.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace postferry::app {
namespace {

namespace asio = boost::asio;

// Pauses of hosts end without a word.
constexpr std::chrono::milliseconds between_looks{100};

}  // namespace

void Crowd::add(const std::string& berth, std::size_t piece) { add_later(berth, piece, {}); }

void Crowd::add_later(const std::string& berth, std::size_t piece, Deadline not_before) {
  berths_[berth].push_back({piece, not_before});
  ++waiting_;
}

bool Crowd::waits_for(const std::string& berth) const {
  const auto found = berths_.find(berth);
  return found != berths_.end() && !found->second.empty();
}

void Crowd::wake() {
  if (sleep_ != nullptr) sleep_->cancel();
}

Task<> Crowd::run(const engine::StopRequest& stop) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer sleep(executor);
  sleep_ = &sleep;
  const engine::StopRequest::Watch watch(stop, [this] { wake(); });
  for (;;) {
    while (!stop.stopped() && !broken_ && active_ < most_ && begin_one(executor)) continue;
    const bool over = stop.stopped() || broken_ || waiting_ == 0;
    if (over && active_ == 0) break;
    sleep.expires_after(between_looks);
    boost::system::error_code cancelled;
    co_await sleep.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
  }
  sleep_ = nullptr;
  if (broken_) std::rethrow_exception(broken_);
}

// Goes round the berths from behind the one that had the last turn.
bool Crowd::begin_one(const asio::any_io_executor& executor) {
  const auto now = std::chrono::steady_clock::now();
  auto berth = berths_.upper_bound(last_berth_);
  for (std::size_t seen = 0; seen < berths_.size(); ++seen, ++berth) {
    if (berth == berths_.end()) berth = berths_.begin();
    auto& queue = berth->second;
    if (queue.empty() || queue.front().not_before > now) continue;
    auto work = begin_(queue.front().piece);
    if (!work) continue;
    queue.pop_front();
    --waiting_;
    ++active_;
    last_berth_ = berth->first;
    asio::co_spawn(executor, std::move(*work),
                   [this](std::exception_ptr broken) { ended(std::move(broken)); });
    return true;
  }
  return false;
}

void Crowd::ended(std::exception_ptr broken) {
  --active_;
  if (broken && !broken_) broken_ = std::move(broken);
  wake();
}

}  // namespace postferry::app

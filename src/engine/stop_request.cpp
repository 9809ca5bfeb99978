#include "engine/stop_request.hpp"

#include <exception>
#include <utility>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/error.hpp"
#include "mail/source.hpp"
#include "mail/target.hpp"

namespace postferry::engine {
namespace {

namespace asio = boost::asio;

template <class Door>
Task<std::unique_ptr<Door>> open_unless_stopped(Opening<Door> open, const StopRequest& stop) {
  stop.check();
  const auto executor = co_await asio::this_coro::executor;
  asio::cancellation_signal end;
  const StopRequest::Watch watch(stop, [&end] { end.emit(asio::cancellation_type::terminal); });
  std::unique_ptr<Door> door;
  std::exception_ptr broken;
  try {
    door = co_await asio::co_spawn(executor, open(),
                                   asio::bind_cancellation_slot(end.slot(), asio::use_awaitable));
  } catch (...) {
    broken = std::current_exception();
  }
  // What a cancelled opening says of itself is of no interest.
  stop.check();
  if (broken) std::rethrow_exception(broken);
  co_return door;
}

}  // namespace

void StopRequest::stop() {
  if (std::exchange(stopped_, true)) return;
  for (const auto& listener : listeners_) listener();
}

void StopRequest::check() const {
  if (stopped_) throw Failure(Error{.code = ErrorCode::interrupted, .text = {}, .where = {}});
}

StopRequest::Watch::Watch(const StopRequest& request, Listener listener)
    : request_(request),
      place_(request.listeners_.insert(request.listeners_.end(), std::move(listener))) {}

StopRequest::Watch::~Watch() { request_.listeners_.erase(place_); }

Task<> pause_for(std::chrono::milliseconds span, const StopRequest& stop) {
  stop.check();
  asio::steady_timer timer(co_await asio::this_coro::executor, span);
  const StopRequest::Watch watch(stop, [&timer] { timer.cancel(); });
  boost::system::error_code cancelled;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
  stop.check();
}

template <class Door>
Opening<Door> stoppable(Opening<Door> open, const StopRequest& stop) {
  return [open = std::move(open), &stop] { return open_unless_stopped<Door>(open, stop); };
}

template Opening<mail::Source> stoppable(Opening<mail::Source>, const StopRequest&);
template Opening<mail::Target> stoppable(Opening<mail::Target>, const StopRequest&);

}  // namespace postferry::engine

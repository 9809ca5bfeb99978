// within(): what a task gives, or nothing when it takes longer than it may. Private to this room.
//
// The task is then cancelled and left to end by itself; its result is dropped. Its exceptions come
// out here. The task needs to own what it uses.
#pragma once

#include <exception>
#include <memory>
#include <optional>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/clock.hpp"
#include "base/task.hpp"

namespace postferry::net {

template <class T>
Task<std::optional<T>> within(Deadline deadline, Task<T> task) {
  struct Meeting {
    Meeting(const boost::asio::any_io_executor& executor, Deadline until) : over(executor, until) {}
    boost::asio::steady_timer over;
    boost::asio::cancellation_signal stop;
    std::optional<T> value;
    std::exception_ptr failure;
    bool done = false;
  };
  const auto executor = co_await boost::asio::this_coro::executor;
  const auto meeting = std::make_shared<Meeting>(executor, deadline);
  boost::asio::co_spawn(executor, std::move(task),
                        boost::asio::bind_cancellation_slot(
                            meeting->stop.slot(), [meeting](std::exception_ptr failure, T value) {
                              meeting->done = true;
                              meeting->failure = std::move(failure);
                              if (!meeting->failure) meeting->value.emplace(std::move(value));
                              meeting->over.cancel();
                            }));
  if (!meeting->done)
    co_await meeting->over.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  if (!meeting->done) meeting->stop.emit(boost::asio::cancellation_type::terminal);
  if (meeting->failure) std::rethrow_exception(meeting->failure);
  co_return std::move(meeting->value);
}

}  // namespace postferry::net

// on_own_thread(): what a call gives that blocks and cannot be stopped. Private to this room.
//
// Each question has a thread of its own that nobody waits for: at the deadline, or when the
// coroutine is cancelled, the caller goes on with nothing, and neither the loop nor the end of the
// program is held up. `ask` must own what it uses.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/clock.hpp"
#include "base/task.hpp"

namespace postferry::net {

// Between the coroutine that waits and the thread that asks.
template <class T>
struct Question {
  std::mutex mutex;
  bool awaited = true;  // while it is, the loop to which the answer is posted is there
  std::optional<T> answer;
};

// Ends the waiting however the coroutine ends.
template <class T>
class Waiting {
 public:
  explicit Waiting(std::shared_ptr<Question<T>> question) : question_(std::move(question)) {}
  ~Waiting() {
    const std::scoped_lock lock(question_->mutex);
    question_->awaited = false;
  }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;

  std::optional<T> answer() {
    const std::scoped_lock lock(question_->mutex);
    return std::move(question_->answer);
  }

 private:
  std::shared_ptr<Question<T>> question_;
};

template <class T>
Task<std::optional<T>> on_own_thread(std::function<T()> ask, Deadline deadline) {
  const auto executor = co_await boost::asio::this_coro::executor;
  const auto answered = std::make_shared<boost::asio::steady_timer>(executor, deadline);
  const auto question = std::make_shared<Question<T>>();
  Waiting<T> waiting(question);
  std::thread([question, executor, ask = std::move(ask), wake = std::weak_ptr(answered)] {
    T answer = ask();
    const std::scoped_lock lock(question->mutex);
    if (!question->awaited) return;
    question->answer = std::move(answer);
    boost::asio::post(executor, [wake] {
      if (const auto timer = wake.lock()) timer->cancel();
    });
  }).detach();
  co_await answered->async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  co_return waiting.answer();
}

}  // namespace postferry::net

// SideThread: a thread of its own for what takes a processor's time, one after the other, so that
// no loop that serves requests or moves mail ever waits for it.
//
// Used for hashing passwords and for long lists. Lives longer than what awaits it; its end waits
// for the work that has begun and drops the rest. Any thread; the awaiting one goes on where it
// was.
#pragma once

#include <exception>
#include <type_traits>
#include <utility>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/task.hpp"

namespace postferry::service {

class SideThread {
 public:
  SideThread() = default;
  ~SideThread() {
    pool_.stop();
    pool_.join();
  }
  SideThread(const SideThread&) = delete;
  SideThread& operator=(const SideThread&) = delete;

  // What `work` gives or throws. Its value needs to be default constructible. The caller's
  // io_context is kept running until then; the guard travels with the handler and dies there,
  // because the context may be gone as soon as the handler has run.
  template <class Work>
  Task<std::invoke_result_t<Work&>> run(Work work) {
    using Value = std::invoke_result_t<Work&>;
    using Token = boost::asio::use_awaitable_t<>;
    return boost::asio::async_initiate<const Token&, void(std::exception_ptr, Value)>(
        [this](auto handler, Work todo) {
          const auto executor = boost::asio::get_associated_executor(handler);
          auto each = [handler = std::move(handler), todo = std::move(todo),
                       guard = boost::asio::make_work_guard(executor)]() mutable {
            std::exception_ptr failure;
            Value value{};
            try {
              value = todo();
            } catch (...) {
              failure = std::current_exception();
            }
            const auto where = guard.get_executor();
            boost::asio::post(where, [handler = std::move(handler), guard = std::move(guard),
                                      failure, value = std::move(value)]() mutable {
              std::move(handler)(std::move(failure), std::move(value));
            });
          };
          boost::asio::post(pool_, std::move(each));
        },
        boost::asio::use_awaitable, std::move(work));
  }

 private:
  boost::asio::thread_pool pool_{1};
};

}  // namespace postferry::service

#include "storage/request.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace postferry::storage {
namespace {

// Lets a waiting coroutine go on where it runs, and keeps its io_context running until then. The
// guard travels with the handler and dies on the io_context's own thread, because the context may
// be gone as soon as the handler has run.
template <class Handler>
auto resumption(Handler handler) {
  const auto executor = boost::asio::get_associated_executor(handler);
  return [handler = std::move(handler),
          guard = boost::asio::make_work_guard(executor)](std::exception_ptr failure) mutable {
    const auto where = guard.get_executor();
    boost::asio::post(where, [handler = std::move(handler), guard = std::move(guard),
                              failure = std::move(failure)]() mutable {
      std::move(handler)(std::move(failure));
    });
  };
}

}  // namespace

Task<> until_done(std::move_only_function<void(Done)> start) {
  using Token = boost::asio::use_awaitable_t<>;
  return boost::asio::async_initiate<const Token&, void(std::exception_ptr)>(
      [](auto handler, std::move_only_function<void(Done)> begin) {
        begin(resumption(std::move(handler)));
      },
      boost::asio::use_awaitable, std::move(start));
}

}  // namespace postferry::storage

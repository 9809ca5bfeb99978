// Task<T>: a coroutine that waits without blocking its thread; Boost.Asio's awaitable under the
// project's own name. A Task starts when it is awaited and runs on its caller's io_context; a run
// stays on one thread, so nothing inside a run needs a lock.
#pragma once

#include <boost/asio/awaitable.hpp>

namespace postferry {

template <class T = void>
using Task = boost::asio::awaitable<T>;

}  // namespace postferry

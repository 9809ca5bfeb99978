#include "base/gather.hpp"

#include <cstddef>
#include <exception>
#include <memory>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

#include "base/signal.hpp"

namespace postferry {
namespace {

namespace asio = boost::asio;

struct Gathering {
  Gathering(const asio::any_io_executor& executor, std::size_t tasks)
      : all_done(executor), open(tasks) {}

  Signal all_done;
  std::size_t open;
  std::exception_ptr first;
};

}  // namespace

Task<> all_of(std::vector<Task<>> tasks) {
  const auto executor = co_await asio::this_coro::executor;
  const auto gathering = std::make_shared<Gathering>(executor, tasks.size());
  for (auto& task : tasks)
    asio::co_spawn(executor, std::move(task), [gathering](std::exception_ptr failure) {
      if (failure && !gathering->first) gathering->first = failure;
      if (--gathering->open == 0) gathering->all_done.set();
    });
  if (gathering->open > 0) co_await gathering->all_done.wait();
  if (gathering->first) std::rethrow_exception(gathering->first);
}

}  // namespace postferry

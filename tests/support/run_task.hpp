// Runs a Task from a plain test, so that ASSERT_* can be used on what it gives.
//
// Used by every test that awaits. Connections belong to the loop in which they were opened, so a
// test that keeps a door open uses one TaskLoop for all its calls. One thread.
#pragma once

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "base/clock.hpp"
#include "base/task.hpp"

namespace postferry::test {

class TaskLoop {
 public:
  explicit TaskLoop(std::chrono::seconds limit = std::chrono::seconds(60)) : limit_(limit) {}

  boost::asio::io_context& context() noexcept { return context_; }

  // What the task gives or throws; std::runtime_error when it is not done within the limit.
  template <class T>
  T run(Task<T> task) {
    if constexpr (std::is_void_v<T>) {
      drive(std::move(task));
    } else {
      const auto value = std::make_shared<std::optional<T>>();
      drive(keep(std::move(task), value));
      return std::move(**value);
    }
  }

 private:
  struct End {
    bool reached = false;
    std::exception_ptr error;
  };

  template <class T>
  static Task<> keep(Task<T> task, std::shared_ptr<std::optional<T>> value) {
    value->emplace(co_await std::move(task));
  }

  void drive(Task<> task) {
    const auto end = std::make_shared<End>();  // outlives a task that comes too late
    boost::asio::co_spawn(context_, std::move(task),
                          [end](std::exception_ptr error) { *end = {true, std::move(error)}; });
    context_.restart();
    const auto deadline = deadline_in(limit_);
    while (!end->reached && context_.run_one_until(deadline) > 0) continue;
    if (!end->reached) throw std::runtime_error("the task did not end in time");
    if (end->error) std::rethrow_exception(end->error);
  }

  std::chrono::seconds limit_;
  boost::asio::io_context context_;
};

template <class T>
T run(Task<T> task) {
  TaskLoop loop;
  return loop.run(std::move(task));
}

}  // namespace postferry::test

// Database: the journal's one writer thread. Requests are queued; the thread takes all that wait,
// runs them in one transaction, commits it once for all, and lets each caller go on where it runs
// (group commit: runs share a sync of the disk and never wait for another's).
//
// Used by journal.cpp from any thread. Requests run in the order in which they were handed over, so
// a read sees what the same caller wrote before. An error of the database is remembered: every
// later request fails with it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>

#include "base/task.hpp"
#include "storage/connection.hpp"

namespace postferry::storage {

// What is true when an awaited request returns.
enum class Care : std::uint8_t {
  read,       // it was answered; it writes nothing
  committed,  // it outlives this process; a power cut may take it until the next durable one
  durable,    // it and all before it are on the disk
};

class Database {
 public:
  using Work = std::move_only_function<void(Connection&)>;

  explicit Database(std::filesystem::path file);
  ~Database();  // commits what is queued
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Runs `work` on the writer's thread and gives its value, or throws its Failure, here.
  template <class F>
  Task<std::invoke_result_t<F&, Connection&>> run(Care care, F work);

  // Queues a write that rides with the next awaited request; where none comes, it is committed
  // after a second or after 2,000 records. Returns at once, unless the thread is 50,000 records
  // behind: then the caller is held up. A Failure that `work` throws is dropped: only a stale lease
  // can be the cause, and all that names it fails.
  void defer(std::size_t records, Work work);

 private:
  struct Request {
    Care care = Care::read;
    std::size_t records = 0;
    Work work;
    std::move_only_function<void(std::exception_ptr)> done;  // empty: nobody waits
    std::exception_ptr failure;
  };
  using Group = std::deque<Request>;

  Task<> enter(Care care, Work work);
  void queue(Request request);
  void serve();
  Group next_group();  // empty: the end
  void run(Group& group);
  void fail(Group& group, const std::exception& cause) noexcept;

  Connection connection_;            // the thread's alone, once it runs
  std::optional<Error> broken_;      // the thread's alone
  std::mutex mutex_;                 // guards all below
  std::condition_variable waiting_;  // for the thread: there is work
  std::condition_variable taken_;    // for callers held up
  Group queue_;
  std::size_t awaited_ = 0;
  std::size_t deferred_records_ = 0;
  std::chrono::steady_clock::time_point deferred_until_;
  bool closing_ = false;
  std::thread thread_;
};

template <class F>
Task<std::invoke_result_t<F&, Connection&>> Database::run(Care care, F work) {
  using Value = std::invoke_result_t<F&, Connection&>;
  if constexpr (std::is_void_v<Value>) {
    co_await enter(care, std::move(work));
  } else {
    std::optional<Value> value;
    co_await enter(care, [&](Connection& connection) { value.emplace(work(connection)); });
    co_return *std::move(value);
  }
}

}  // namespace postferry::storage

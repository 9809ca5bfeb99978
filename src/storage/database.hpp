// Database: one writer thread and some readers' threads over a SQLite file or a PostgreSQL server.
// Requests to write are queued; the thread takes all that wait, runs them in one transaction,
// commits it once for all, and lets each caller go on where it runs (group commit: callers share a
// sync of the disk and never wait for another's).
//
// Used by journal.cpp and by the catalog, from any thread. run() keeps the order in which requests
// were handed over, so a read sees what the same caller wrote before.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>

#include "base/task.hpp"
#include "storage/address.hpp"
#include "storage/connection.hpp"
#include "storage/request.hpp"

namespace postferry::storage {

class Readers;

// What is true when an awaited request returns.
enum class Care : std::uint8_t {
  read,       // it was answered; it writes nothing
  committed,  // it outlives this process; a power cut may take it until the next durable one
  durable,    // it and all before it are on the disk
};

enum class AfterFailure : std::uint8_t {
  // A request that throws undoes all that it did and leaves the others alone; a lost database is
  // connected again for the next request.
  try_again,
  // Whatever the database throws fails everything from then on, for what was deferred before may be
  // missing. A Failure of a request that has written nothing is that request's alone.
  stay_failed,
};

class Database {
 public:
  // Opens or makes the database and brings its schema up to date.
  Database(const DatabaseAddress& address, const Schema& schema, std::size_t readers,
           AfterFailure after = AfterFailure::try_again);
  ~Database();  // commits what is queued
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Runs `work` on the writer's thread and gives its value, or throws its Failure, here.
  template <class F>
  Task<std::invoke_result_t<F&, Connection&>> run(Care care, F work);
  // The same on a reader's thread (the writer's when there is none), in a transaction that cannot
  // write. Sees all that was awaited before, but not what is only deferred.
  template <class F>
  Task<std::invoke_result_t<F&, Connection&>> look(F work);

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
    Done done;  // empty: nobody waits
    std::exception_ptr failure;
  };
  using Group = std::deque<Request>;

  Task<> enter(Care care, Work work);
  Task<> enter_reading(Work work);
  void queue(Request request);
  void serve();
  Group next_group();  // empty: the end
  void run(Group& group);
  void run_together(Group& group);
  void run_apart(Group& group);  // each in a transaction of its own
  static void fail(Group& group, const Error& error);
  void tidy();

  const AfterFailure after_;
  Connection connection_;        // the thread's alone, once it runs
  std::optional<Error> broken_;  // the thread's alone
  std::unique_ptr<Readers> readers_;
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

template <class F>
Task<std::invoke_result_t<F&, Connection&>> Database::look(F work) {
  using Value = std::invoke_result_t<F&, Connection&>;
  if constexpr (std::is_void_v<Value>) {
    co_await enter_reading(std::move(work));
  } else {
    std::optional<Value> value;
    co_await enter_reading([&](Connection& connection) { value.emplace(work(connection)); });
    co_return *std::move(value);
  }
}

}  // namespace postferry::storage

// Readers: threads with a connection each that answers what only reads, beside the writer.
//
// Owned by Database. A connection is opened by its first request, and again after it was lost.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "storage/connection.hpp"
#include "storage/request.hpp"

namespace postferry::storage {

class Readers {
 public:
  Readers(const DatabaseAddress& address, const Schema& schema, std::size_t threads);
  ~Readers();  // answers what is queued
  Readers(const Readers&) = delete;
  Readers& operator=(const Readers&) = delete;

  std::size_t count() const { return threads_.size(); }
  // Any thread; `done` is called on a reader's.
  void queue(Work work, Done done);

 private:
  struct Request {
    Work work;
    Done done;
  };

  void serve();

  DatabaseAddress address_;
  Schema schema_;
  std::mutex mutex_;  // guards the queue and closing_
  std::condition_variable waiting_;
  std::deque<Request> queue_;
  bool closing_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace postferry::storage

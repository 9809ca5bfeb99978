#include "storage/readers.hpp"

#include <optional>
#include <soci/soci.h>
#include <utility>

namespace postferry::storage {
namespace {

void answer_once(Connection& connection, Work& work) {
  connection.open();
  connection.begin_reading();
  work(connection);
  connection.commit();
}

// A connection that was lost since the last request shows it only now: one more is tried then.
std::exception_ptr answer(Connection& connection, Work& work) {
  for (bool again = connection.is_open();; again = false) {
    try {
      answer_once(connection, work);
      return nullptr;
    } catch (const soci::soci_error& error) {
      auto failure = std::make_exception_ptr(Failure(connection.explain(error)));
      connection.rollback();
      if (!again || !connection.is_lost()) return failure;
    } catch (...) {
      auto failure = std::current_exception();
      connection.rollback();
      return failure;
    }
  }
}

}  // namespace

Readers::Readers(const DatabaseAddress& address, const Schema& schema, std::size_t threads)
    : address_(address), schema_(schema) {
  while (threads_.size() < threads) threads_.emplace_back([this] { serve(); });
}

Readers::~Readers() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  waiting_.notify_all();
  for (auto& thread : threads_) thread.join();
}

void Readers::queue(Work work, Done done) {
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back({.work = std::move(work), .done = std::move(done)});
  }
  waiting_.notify_one();
}

void Readers::serve() {
  Connection connection(address_, schema_, Access::read);
  std::unique_lock lock(mutex_);
  for (;;) {
    waiting_.wait(lock, [this] { return closing_ || !queue_.empty(); });
    if (queue_.empty()) return;
    auto request = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    request.done(answer(connection, request.work));
    lock.lock();
  }
}

}  // namespace postferry::storage

#include "storage/database.hpp"

#include <algorithm>
#include <soci/soci.h>

#include "storage/readers.hpp"

namespace postferry::storage {
namespace {

constexpr auto longest_deferral = std::chrono::seconds(1);
constexpr std::size_t most_deferred_records = 2'000;
constexpr std::size_t most_queued_records = 50'000;

void begin(Connection& connection, Care care) {
  connection.open();
  if (care == Care::read)
    connection.begin_reading();
  else
    connection.begin(care == Care::durable ? Sync::now : Sync::later);
}

// The exception that is being handled, put into words where it is the database's.
std::exception_ptr failure_of(Connection& connection) {
  try {
    throw;
  } catch (const soci::soci_error& error) {
    return std::make_exception_ptr(Failure(connection.explain(error)));
  } catch (...) {
    return std::current_exception();
  }
}

}  // namespace

Database::Database(const DatabaseAddress& address, const Schema& schema, std::size_t readers,
                   AfterFailure after)
    : after_(after), connection_(address, schema, Access::write) {
  try {
    connection_.open();
  } catch (const soci::soci_error& error) {
    throw Failure(connection_.explain(error));
  }
  if (readers > 0) readers_ = std::make_unique<Readers>(address, schema, readers);
  thread_ = std::thread([this] { serve(); });
}

Database::~Database() {
  readers_.reset();
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  waiting_.notify_one();
  thread_.join();
}

Task<> Database::enter(Care care, Work work) {
  return until_done([this, care, work = std::move(work)](Done done) mutable {
    queue({.care = care,
           .records = 0,
           .work = std::move(work),
           .done = std::move(done),
           .failure = nullptr});
  });
}

Task<> Database::enter_reading(Work work) {
  if (!readers_) return enter(Care::read, std::move(work));
  return until_done([this, work = std::move(work)](Done done) mutable {
    readers_->queue(std::move(work), std::move(done));
  });
}

void Database::defer(std::size_t records, Work work) {
  queue({.care = Care::committed,
         .records = std::max<std::size_t>(records, 1),
         .work = std::move(work),
         .done = nullptr,
         .failure = nullptr});
}

void Database::queue(Request request) {
  {
    std::unique_lock lock(mutex_);
    if (request.done) {
      ++awaited_;
    } else {
      taken_.wait(lock, [this] { return deferred_records_ < most_queued_records; });
      if (deferred_records_ == 0)
        deferred_until_ = std::chrono::steady_clock::now() + longest_deferral;
      deferred_records_ += request.records;
    }
    queue_.push_back(std::move(request));
    // what is only deferred wakes the thread once, to watch the time
    if (awaited_ == 0 && queue_.size() > 1 && deferred_records_ < most_deferred_records) return;
  }
  waiting_.notify_one();
}

void Database::serve() {
  for (auto group = next_group(); !group.empty(); group = next_group()) {
    run(group);
    for (auto& request : group)
      if (request.done) request.done(std::move(request.failure));
    group.clear();
    tidy();
  }
}

Database::Group Database::next_group() {
  std::unique_lock lock(mutex_);
  const auto is_due = [this] {
    return closing_ || awaited_ > 0 || deferred_records_ >= most_deferred_records;
  };
  while (!is_due()) {
    if (queue_.empty()) {
      waiting_.wait(lock);
    } else if (waiting_.wait_until(lock, deferred_until_) == std::cv_status::timeout) {
      break;
    }
  }
  // What nobody waits for becomes durable when its time has come, or else with what is awaited.
  if (awaited_ == 0 && !queue_.empty()) queue_.back().care = Care::durable;
  awaited_ = 0;
  deferred_records_ = 0;
  taken_.notify_all();
  return std::exchange(queue_, {});
}

void Database::run(Group& group) {
  if (broken_) return fail(group, *broken_);
  try {
    run_together(group);
  } catch (const std::exception& exception) {
    const auto error = connection_.explain(exception);
    const auto failure = failure_of(connection_);
    connection_.rollback();
    if (after_ == AfterFailure::stay_failed) {
      broken_ = error;
      return fail(group, error);
    }
    if (connection_.is_in_doubt()) return fail(group, error);
    if (group.size() == 1 && !connection_.is_lost()) {
      group.front().failure = failure;
      return;
    }
    run_apart(group);
  }
}

void Database::run_together(Group& group) {
  const auto care = std::ranges::max_element(group, {}, &Request::care)->care;
  begin(connection_, care);
  for (auto& request : group) {
    if (after_ == AfterFailure::try_again) {
      request.work(connection_);
      continue;
    }
    try {
      request.work(connection_);
    } catch (const Failure&) {
      request.failure = std::current_exception();
    }
  }
  connection_.commit();
}

void Database::run_apart(Group& group) {
  try {
    connection_.open();
  } catch (const std::exception& error) {
    return fail(group, connection_.explain(error));
  }
  for (auto& request : group) {
    try {
      begin(connection_, request.care);
      request.work(connection_);
      connection_.commit();
    } catch (const std::exception&) {
      request.failure = failure_of(connection_);
      connection_.rollback();
    }
  }
}

void Database::fail(Group& group, const Error& error) {
  for (auto& request : group) request.failure = std::make_exception_ptr(Failure(error));
}

void Database::tidy() {
  if (broken_) return;
  try {
    connection_.tidy();
  } catch (const std::exception& error) {
    // Where the next request may succeed, it tells better than this whether it can.
    if (after_ == AfterFailure::stay_failed) broken_ = connection_.explain(error);
  }
}

}  // namespace postferry::storage

#include "storage/database.hpp"

#include <algorithm>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace postferry::storage {
namespace {

constexpr auto longest_deferral = std::chrono::seconds(1);
constexpr std::size_t most_deferred_records = 2'000;
constexpr std::size_t most_queued_records = 50'000;

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

Database::Database(std::filesystem::path file)
    : connection_(std::move(file)), thread_([this] { serve(); }) {}

Database::~Database() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  waiting_.notify_one();
  thread_.join();
}

Task<> Database::enter(Care care, Work work) {
  using Token = boost::asio::use_awaitable_t<>;
  return boost::asio::async_initiate<const Token&, void(std::exception_ptr)>(
      [this, care](auto handler, Work todo) {
        queue({.care = care,
               .records = 0,
               .work = std::move(todo),
               .done = resumption(std::move(handler)),
               .failure = nullptr});
      },
      boost::asio::use_awaitable, std::move(work));
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
    if (broken_) continue;
    try {
      connection_.tidy();
    } catch (const std::exception& error) {
      broken_ = connection_.explain(error);
    }
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
  if (broken_) return fail(group, Failure(*broken_));
  const auto care = std::ranges::max_element(group, {}, &Request::care)->care;
  try {
    if (care == Care::read)
      connection_.begin_reading();
    else
      connection_.begin(care == Care::durable ? dialect::Sync::now : dialect::Sync::later);
    for (auto& request : group) {
      try {
        request.work(connection_);
      } catch (const Failure&) {
        request.failure = std::current_exception();
      }
    }
    connection_.commit();
  } catch (const std::exception& error) {
    fail(group, error);
  }
}

void Database::fail(Group& group, const std::exception& cause) noexcept {
  if (!broken_) {
    broken_ = connection_.explain(cause);
    connection_.rollback();
  }
  for (auto& request : group) request.failure = std::make_exception_ptr(Failure(*broken_));
}

}  // namespace postferry::storage

#include "engine/run_scope.hpp"

#include <algorithm>
#include <exception>
#include <utility>
#include <vector>

#include "base/gather.hpp"

namespace postferry::engine {
namespace {

template <class Door>
Task<> opened(Task<Door*> opening, std::exception_ptr& failure) {
  try {
    co_await std::move(opening);
  } catch (const Failure&) {
    failure = std::current_exception();
  }
}

}  // namespace

Task<> Doors::open() {
  std::exception_ptr source_failure;
  std::exception_ptr target_failure;
  std::vector<Task<>> both;
  both.push_back(opened(source(), source_failure));
  both.push_back(opened(target(), target_failure));
  co_await all_of(std::move(both));
  if (source_failure) std::rethrow_exception(source_failure);
  if (target_failure) std::rethrow_exception(target_failure);
}

Task<mail::Source*> Doors::source() {
  if (!source_) source_ = co_await context_.open_source();
  source_was_open_ = true;
  co_return source_.get();
}

Task<mail::Target*> Doors::target() {
  if (!target_) target_ = co_await context_.open_target();
  target_was_open_ = true;
  co_return target_.get();
}

bool Doors::were_open(Side side) const {
  return (side != Side::target && source_was_open_) || (side != Side::source && target_was_open_);
}

void Doors::drop(Side side) {
  if (side != Side::target) drop_source();
  if (side != Side::source) drop_target();
}

Task<> Doors::close() {
  std::vector<Task<>> goodbyes;
  if (source_) goodbyes.push_back(source_->close());
  if (target_) goodbyes.push_back(target_->reading().close());
  co_await all_of(std::move(goodbyes));
  source_.reset();
  target_.reset();
}

bool is_worth_another_try(const Error& error) {
  switch (error.code) {
    case ErrorCode::connection_lost:
    case ErrorCode::timed_out:
    case ErrorCode::throttled:
    case ErrorCode::too_many_connections:
      return true;
    default:
      return error.retry == Retry::now;
  }
}

bool may_come_back(const Error& error) {
  return is_worth_another_try(error) || error.code == ErrorCode::cannot_connect;
}

std::chrono::milliseconds wait_before(int attempt, const Error& error) {
  using namespace std::chrono_literals;
  if (error.retry_after) return std::max<std::chrono::milliseconds>(*error.retry_after, 100ms);
  return std::min<std::chrono::milliseconds>(250ms * (1 << std::min(attempt - 1, 7)), 30s);
}

}  // namespace postferry::engine

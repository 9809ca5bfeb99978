#include "engine/run_scope.hpp"

#include <algorithm>

namespace postferry::engine {

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
  if (source_) co_await source_->close();
  if (target_) co_await target_->reading().close();
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

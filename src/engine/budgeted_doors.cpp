#include "engine/budgeted_doors.hpp"

#include <exception>
#include <fmt/format.h>
#include <optional>
#include <utility>

#include "engine/held_doors.hpp"

namespace postferry::engine {
namespace {

constexpr std::chrono::milliseconds between_glances{20};

bool is_a_limit(const Error& error) {
  return error.code == ErrorCode::too_many_connections || error.code == ErrorCode::throttled;
}

Failure no_room(const Admission& admission) {
  const auto& host = admission.place->visitor().host;
  return Failure(Error{.code = ErrorCode::too_many_connections,
                       .text = "All connections that the list may have there are in use.",
                       .where = host,
                       .side = admission.side,
                       .scope = Scope::host,
                       .retry = Retry::later});
}

Failure not_tried(const Admission& admission, const std::string& why) {
  return Failure(Error{.code = ErrorCode::login_refused,
                       .text = "Not tried, because the host is left alone: " + why,
                       .where = admission.place->visitor().host,
                       .side = admission.side,
                       .scope = Scope::host,
                       .retry = Retry::never});
}

// A turn to log in, whose outcome is told once.
class Turn {
 public:
  Turn(LoginGuard& guard, LoginGuard::Attempt attempt)
      : guard_(guard), attempt_(std::move(attempt)) {}
  ~Turn() {
    if (!told_) guard_.tell_nothing(attempt_);
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  void tell_success() {
    guard_.tell_success(attempt_);
    told_ = true;
  }
  void tell_failure(const Error& error) {
    guard_.tell_failure(attempt_, error);
    told_ = true;
  }

 private:
  LoginGuard& guard_;
  LoginGuard::Attempt attempt_;
  bool told_ = false;
};

Task<> wait_for_turn(const Admission& admission, const LoginGuard::Attempt& attempt,
                     const StopRequest& stop) {
  for (;;) {
    const auto answer = admission.guard->ask(attempt);
    if (answer == LoginGuard::Answer::go) co_return;
    if (answer == LoginGuard::Answer::left_alone)
      throw not_tried(admission, *admission.guard->left_alone(attempt.host));
    co_await pause_for(between_glances, stop);
  }
}

Task<> wait_until_rested(const Admission& admission, const StopRequest& stop) {
  const auto until = admission.place->resting_until();
  const auto now = std::chrono::steady_clock::now();
  if (until <= now) co_return;
  const auto span = std::chrono::ceil<std::chrono::milliseconds>(until - now);
  admission.events->take(Notice{
      NoticeKind::throttled,
      {},
      fmt::format("{} takes no more connections now; waiting {:.3g} s.",
                  admission.place->visitor().host, std::chrono::duration<double>(span).count()),
      1});
  co_await pause_for(span, stop);
}

// The door, or why the host would not have one more.
template <class Door>
Task<std::unique_ptr<Door>> try_to_open(const Opening<Door>& open, const Admission& admission,
                                        const StopRequest& stop, std::optional<Error>& limit) {
  const auto& [host, user] = admission.place->visitor();
  const LoginGuard::Attempt attempt{host, user, admission.secret};
  co_await wait_for_turn(admission, attempt, stop);
  Turn turn(*admission.guard, attempt);
  std::unique_ptr<Door> door;
  std::exception_ptr broken;
  try {
    door = co_await open();
    turn.tell_success();
  } catch (const Failure& failure) {
    if (!stop.stopped()) turn.tell_failure(failure.error());
    if (is_a_limit(failure.error()) && admission.guard->left_alone(host) == nullptr)
      limit = failure.error();
    else
      broken = std::current_exception();
  }
  if (broken) std::rethrow_exception(broken);
  co_return door;
}

template <class Door>
Task<std::unique_ptr<Door>> open_under_budget(Opening<Door> open, Admission admission,
                                              const StopRequest& stop) {
  auto slot = admission.place->take();
  if (!slot) throw no_room(admission);
  const auto until = std::chrono::steady_clock::now() + admission.patience;
  for (;;) {
    if (!slot->is_further()) co_await wait_until_rested(admission, stop);
    std::optional<Error> limit;
    auto door = co_await try_to_open<Door>(open, admission, stop, limit);
    if (!limit) {
      slot->opened();
      co_return held(std::move(door), std::move(*slot));
    }
    slot->refused(limit->retry_after);
    if (slot->is_further() || std::chrono::steady_clock::now() >= until) throw Failure(*limit);
  }
}

}  // namespace

template <class Door>
Opening<Door> budgeted(Opening<Door> open, Admission admission, const StopRequest& stop) {
  return [open = std::move(open), admission = std::move(admission), &stop] {
    return open_under_budget<Door>(open, admission, stop);
  };
}

template Opening<mail::Source> budgeted(Opening<mail::Source>, Admission, const StopRequest&);
template Opening<mail::Target> budgeted(Opening<mail::Target>, Admission, const StopRequest&);

}  // namespace postferry::engine

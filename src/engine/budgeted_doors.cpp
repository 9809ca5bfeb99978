#include "engine/budgeted_doors.hpp"

#include <exception>
#include <fmt/format.h>
#include <optional>
#include <utility>

#include "engine/held_doors.hpp"

namespace postferry::engine {
namespace {

constexpr std::chrono::milliseconds between_looks_at_budget{20};
const std::string not_tried_because = "Not tried, because the host is left alone: ";

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

// Nobody has refused one who never came as far as the login; one who was in goes on with what it
// has, as after a refusal.
Failure not_tried(const Admission& admission, const std::string& why) {
  return Failure(Error{
      .code = admission.place->was_let_in() ? ErrorCode::login_refused : ErrorCode::cannot_connect,
      .text = not_tried_because + why,
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
  void tell_failure(const Error& error, LoginGuard::Before before) {
    guard_.tell_failure(attempt_, error, before);
    told_ = true;
  }

 private:
  LoginGuard& guard_;
  LoginGuard::Attempt attempt_;
  bool told_ = false;
};

Task<> wait_for_turn(const Admission& admission, const LoginGuard::Attempt& attempt,
                     const StopRequest& stop) {
  LoginGuard::Ticket ticket(*admission.guard, attempt);
  for (;;) {
    const auto answer = ticket.ask();
    if (answer == LoginGuard::Answer::go) co_return;
    if (answer == LoginGuard::Answer::left_alone)
      throw not_tried(admission, *admission.guard->left_alone(attempt.host));
    co_await pause_for(between_looks_at_budget, stop);
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

// What came of a try: the door, or why there is none.
template <class Door>
struct Tried {
  std::unique_ptr<Door> door = nullptr;
  std::optional<Error> limit = std::nullopt;  // the host would not have one more
  std::exception_ptr broken = nullptr;
  bool too_many_of_user = false;  // while he is in
};

template <class Door>
Task<Tried<Door>> try_to_open(const Opening<Door>& open, const Admission& admission,
                              const StopRequest& stop) {
  const auto& [host, user] = admission.place->visitor();
  const LoginGuard::Attempt attempt{host, user, admission.secret};
  co_await wait_for_turn(admission, attempt, stop);
  Turn turn(*admission.guard, attempt);
  const bool was_in = admission.place->was_let_in();
  Tried<Door> tried;
  try {
    tried.door = co_await open();
    turn.tell_success();
  } catch (const Failure& failure) {
    const auto& error = failure.error();
    // A host that is silent to one and serves others has as many as it can.
    const bool silent_at_limit = is_unreached(error) && admission.place->is_anyone_in();
    using Before = LoginGuard::Before;
    if (!stop.stopped() && !silent_at_limit)
      turn.tell_failure(error, was_in ? Before::let_in : Before::not_in);
    if ((is_a_limit(error) || silent_at_limit) && admission.guard->left_alone(host) == nullptr)
      tried.limit = error;
    else
      tried.broken = std::current_exception();
    tried.too_many_of_user =
        was_in && (error.code == ErrorCode::too_many_connections || is_refused_login(error));
  }
  co_return tried;
}

template <class Door>
Task<std::unique_ptr<Door>> open_under_budget(Opening<Door> open, Admission admission,
                                              const StopRequest& stop) {
  auto slot = admission.place->take();
  if (!slot) throw no_room(admission);
  const auto until = std::chrono::steady_clock::now() + admission.patience;
  for (;;) {
    if (!slot->is_further()) co_await wait_until_rested(admission, stop);
    auto tried = co_await try_to_open<Door>(open, admission, stop);
    if (tried.door) {
      slot->opened();
      co_return held(std::move(tried.door), std::move(*slot));
    }
    const bool is_beside_others = slot->is_beside_others();
    if (is_beside_others && tried.too_many_of_user)
      slot->refused_to_user();
    else if (tried.limit)
      slot->refused(tried.limit->retry_after);
    if (tried.broken) std::rethrow_exception(tried.broken);
    if (is_beside_others || std::chrono::steady_clock::now() >= until) throw Failure(*tried.limit);
  }
}

}  // namespace

bool is_not_tried(const Error& error) { return error.text.starts_with(not_tried_because); }

template <class Door>
Opening<Door> budgeted(Opening<Door> open, Admission admission, const StopRequest& stop) {
  return [open = std::move(open), admission = std::move(admission), &stop] {
    return open_under_budget<Door>(open, admission, stop);
  };
}

template Opening<mail::Source> budgeted(Opening<mail::Source>, Admission, const StopRequest&);
template Opening<mail::Target> budgeted(Opening<mail::Target>, Admission, const StopRequest&);

}  // namespace postferry::engine

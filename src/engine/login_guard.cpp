#include "engine/login_guard.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "text/ascii.hpp"

namespace postferry::engine {
namespace {

constexpr std::size_t most_refused_users = 2;
// A list may name users that are gone, or one default password for some who have changed it; a good
// secret may also end while the list runs.
constexpr std::size_t most_refused_users_among_others = 5;
constexpr std::size_t most_unreached = 3;
constexpr std::size_t most_unreached_after_refusals = 2;

// What servers say when an address has tried too often; that this passes does not help a list. An
// account that is blocked is another matter.
bool says_too_many_tries(const Error& error) {
  constexpr std::array<std::string_view, 7> phrases{
      "too many bad",      "too many login", "too many failed", "too many invalid",
      "too many attempts", "blacklist",      "banned"};
  const auto words = text::to_lower(error.text);
  const bool names_us =
      words.contains("ip address") || words.contains("your address") || words.contains("your ip");
  return (names_us && words.contains("block")) ||
         std::ranges::any_of(phrases, [&](auto phrase) { return words.contains(phrase); });
}

}  // namespace

bool is_unreached(const Error& error) {
  using enum ErrorCode;
  return error.code == cannot_connect || error.code == cannot_resolve ||
         error.code == connection_lost || error.code == timed_out;
}

bool is_refused_login(const Error& error) {
  using enum ErrorCode;
  return error.code == wrong_password || error.code == login_refused ||
         error.code == app_password_needed;
}

LoginGuard::Ticket::Ticket(LoginGuard& guard, const Attempt& attempt)
    : guard_(guard), attempt_(attempt), number_(guard.tickets_++) {
  guard_.tries_of(attempt_).queue.insert(number_);
}

LoginGuard::Ticket::~Ticket() { guard_.tries_of(attempt_).queue.erase(number_); }

LoginGuard::Answer LoginGuard::Ticket::ask() {
  if (guard_.left_alone_.contains(attempt_.host)) return Answer::left_alone;
  auto& tries = guard_.tries_of(attempt_);
  const bool is_next = tries.under_way == 0 && *tries.queue.begin() == number_;
  if (!tries.trusted && !is_next) return Answer::wait;
  tries.queue.erase(number_);
  ++tries.under_way;
  return Answer::go;
}

void LoginGuard::tell_success(const Attempt& attempt) {
  auto& host = hosts_[attempt.host];
  auto& tries = host.tries[attempt.secret];
  --tries.under_way;
  tries.trusted = true;
  tries.proven = true;
  tries.refused.clear();
  host.reached = true;
  host.unreached = 0;
}

void LoginGuard::tell_failure(const Attempt& attempt, const Error& error, Before before) {
  auto& host = hosts_[attempt.host];
  --host.tries[attempt.secret].under_way;
  const bool refused = is_refused_login(error);
  const bool throttled = error.code == ErrorCode::throttled;
  if ((refused || throttled) && says_too_many_tries(error)) {
    leave_alone(attempt.host,
                fmt::format("It says that too many logins have failed: {}", error.text));
  } else if (refused && before == Before::not_in) {
    note_refusal(attempt, host);
  } else if (is_unreached(error)) {
    note_unreached(attempt, host, error);
  } else {
    host.reached = true;
    host.unreached = 0;
  }
}

void LoginGuard::tell_nothing(const Attempt& attempt) { --tries_of(attempt).under_way; }

const std::string* LoginGuard::left_alone(const std::string& host) const {
  const auto found = left_alone_.find(host);
  return found == left_alone_.end() ? nullptr : &found->second;
}

void LoginGuard::forget(const std::string& host) {
  left_alone_.erase(host);
  // Tries that are under way will still be told of.
  auto& known = hosts_[host];
  known.refused = known.unreached = 0;
  for (auto& [secret, tries] : known.tries) tries.refused.clear();
}

void LoginGuard::leave_alone(const std::string& host, std::string why) {
  left_alone_.try_emplace(host, std::move(why));
}

void LoginGuard::note_refusal(const Attempt& attempt, Host& host) {
  host.reached = true;
  host.unreached = 0;
  ++host.refused;
  auto& tries = host.tries[attempt.secret];
  tries.trusted = false;
  tries.refused.insert(attempt.user);
  // Where others come in by any secret, a few users of a wrong one are no reason to stop for all.
  const bool lets_others_in =
      std::ranges::any_of(host.tries, [](const auto& entry) { return entry.second.proven; });
  const auto most = lets_others_in ? most_refused_users_among_others : most_refused_users;
  if (tries.refused.size() >= most)
    // Without their names: others who are told are others' customers.
    leave_alone(attempt.host,
                fmt::format("It refused one password to {} users in a row; more tries would lock "
                            "accounts or this machine out.",
                            tries.refused.size()));
}

void LoginGuard::note_unreached(const Attempt& attempt, Host& host, const Error& error) {
  ++host.unreached;
  if (host.reached && host.refused > 0 && host.unreached >= most_unreached_after_refusals) {
    leave_alone(attempt.host,
                fmt::format("It answered before, and after {} refused logins it does not any more: "
                            "it may have shut this machine's address out, as fail2ban does.",
                            host.refused));
    return;
  }
  if (!host.reached && host.unreached >= most_unreached)
    leave_alone(attempt.host, fmt::format("It was not reached {} times in a row: {}",
                                          host.unreached, error.text));
}

}  // namespace postferry::engine

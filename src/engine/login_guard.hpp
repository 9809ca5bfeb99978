// LoginGuard: keeps a list with one wrong secret from knocking at a host hundreds of times, and
// leaves a host alone that has had enough of us.
//
// Asked before each connection of a list's run and told what came of it. Until a secret has let
// somebody in, and after each refusal, it is tried by one at a time, who comes first before the
// others. A host is left alone when it refused one secret to two users in a row (to five, when it
// has let others in), when it answers like a fail2ban, and when it was never reached by several.
// One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "base/error.hpp"

namespace postferry::engine {

class LoginGuard {
 public:
  // `secret` is any number that is equal for equal secrets.
  struct Attempt {
    std::string host;
    std::string user;
    std::uint64_t secret = 0;
    bool operator==(const Attempt&) const = default;
  };

  enum class Answer : std::uint8_t {
    go,          // and tell_...() afterwards, whatever came of it
    wait,        // somebody tries this secret just now, or came before
    left_alone,  // not any more, until it is forgotten
  };

  // A place in the queue of those who would try one secret at one host, from now until it is gone.
  // The guard outlives it.
  class Ticket {
   public:
    Ticket(LoginGuard& guard, const Attempt& attempt);
    ~Ticket();
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;

    // Again after a while, as long as it says wait; no more after go.
    Answer ask();

   private:
    LoginGuard& guard_;
    const Attempt attempt_;
    const std::uint64_t number_;
  };

  // Whether this run was let in before, with the same secret: then a refused login says that there
  // are too many connections, and nothing of the secret.
  enum class Before : std::uint8_t { not_in, let_in };

  void tell_success(const Attempt& attempt);
  void tell_failure(const Attempt& attempt, const Error& error, Before before = Before::not_in);
  // It was cut short: nothing was learned.
  void tell_nothing(const Attempt& attempt);

  // Why, as a sentence; null when it is not.
  const std::string* left_alone(const std::string& host) const;
  const std::map<std::string, std::string>& all_left_alone() const { return left_alone_; }
  // It is tried again, and all that was learned of it is forgotten.
  void forget(const std::string& host);

 private:
  struct Tries {
    std::size_t under_way = 0;
    bool trusted = false;           // its last answer was a welcome
    bool proven = false;            // it has let somebody in
    std::set<std::string> refused;  // users in a row
    std::set<std::uint64_t> queue;  // numbers of tickets
  };
  struct Host {
    bool reached = false;       // it has answered a login
    std::size_t refused = 0;    // logins, ever
    std::size_t unreached = 0;  // in a row
    std::map<std::uint64_t, Tries> tries;
  };

  Tries& tries_of(const Attempt& attempt) { return hosts_[attempt.host].tries[attempt.secret]; }
  void leave_alone(const std::string& host, std::string why);
  void note_refusal(const Attempt& attempt, Host& host);
  void note_unreached(const Attempt& attempt, Host& host, const Error& error);

  std::map<std::string, Host> hosts_;
  std::map<std::string, std::string> left_alone_;
  std::uint64_t tickets_ = 0;  // given out
};

// Whether the server has refused who we are: not how many we are, nor an account that is closed to
// IMAP.
bool is_refused_login(const Error& error);
// Whether it has not answered, or not for long.
bool is_unreached(const Error& error);

}  // namespace postferry::engine

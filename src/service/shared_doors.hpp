// SharedDoors: what all runs of a process share on their way to the servers: the Budget, the
// LoginGuard and the rates, and the openers that are stacked on them.
//
// Made by a list's run, by batch check --login and by the service; outlives the runs. How a store
// is opened is the caller's affair (Stores), so that no protocol is known here. One thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "engine/budget.hpp"
#include "engine/events.hpp"
#include "engine/login_guard.hpp"
#include "engine/options.hpp"
#include "engine/paced_source.hpp"
#include "engine/stop_request.hpp"
#include "mail/source.hpp"
#include "mail/target.hpp"
#include "service/account_url.hpp"

namespace postferry::service {

// One side of a run: who logs in, and with what.
struct Login {
  AccountUrl account;
  Secret password;
  std::uint64_t secret = 0;  // equal for equal passwords, for the LoginGuard
};

// The number of a password.
std::uint64_t number_of(const Secret& secret);

// Openers for the stores that the accounts live in. Each call of an opener opens one more
// connection; throws Failure.
struct Stores {
  std::function<engine::Opening<mail::Source>(const Login&, const engine::Options&)> source;
  std::function<engine::Opening<mail::Target>(const Login&)> target;
};

struct SharedRates {
  std::optional<std::uint64_t> host_bytes;   // a second
  std::optional<std::uint64_t> total_bytes;  // a second
};

class SharedDoors {
 public:
  SharedDoors(engine::BudgetLimits limits, SharedRates rates);

  // Of one run, as long as it goes on.
  struct Opened {
    engine::Opening<mail::Source> source;
    engine::Opening<mail::Target> target;
  };
  // Nothing while the hosts or the users have no room; `stores` is called only when they have.
  std::optional<Opened> enter(const Login& source, const Login& target,
                              const engine::Options& options, const engine::StopRequest& stop,
                              engine::EventSink& events, const std::function<Stores()>& stores);
  // Only one side, to see whether it lets us in.
  std::optional<engine::Opening<mail::Source>> enter_source(const Login& login,
                                                            const engine::StopRequest& stop,
                                                            engine::EventSink& events,
                                                            const Stores& stores);
  std::optional<engine::Opening<mail::Target>> enter_target(const Login& login,
                                                            const engine::StopRequest& stop,
                                                            engine::EventSink& events,
                                                            const Stores& stores);

  // Why the host of one of the sides is left alone; null when none is.
  const std::string* left_alone(const AccountUrl& source, const AccountUrl& target,
                                Side& side) const;
  // Hosts that are left alone now are tried again. For a process that goes on for longer than a
  // list.
  void forgive();

  engine::Budget& budget() { return budget_; }
  const engine::LoginGuard& guard() const { return guard_; }

 private:
  using Rate = std::shared_ptr<engine::RateLimit>;
  struct Guest {
    const Login& login;
    std::shared_ptr<engine::Place> place;
    const engine::StopRequest& stop;
    engine::EventSink& events;
  };
  engine::Opening<mail::Source> source(Guest guest, engine::Opening<mail::Source> open,
                                       const std::string& target_host);
  engine::Opening<mail::Target> target(Guest guest, engine::Opening<mail::Target> open);
  Rate rate_of(const std::string& host);

  engine::Budget budget_;
  engine::LoginGuard guard_;
  std::optional<std::uint64_t> host_rate_bytes_;
  Rate total_rate_;
  std::map<std::string, Rate> host_rates_;
};

// "old.example:993", where the connection really goes.
std::string host_of(const AccountUrl& account);
// Who logs in: the account's own user, also where a master does it for him.
engine::Visitor visitor_of(const AccountUrl& account);

}  // namespace postferry::service

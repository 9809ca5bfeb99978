// PeopleHouse: a service's people over an empty database, with a clock of its own, cheap password
// hashes and short ways to have somebody join.
//
// Used by the tests of people and of whatever asks who somebody is. One thread.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "service/people.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/run_task.hpp"

namespace postferry::test {

// The code, or nothing when it was done.
template <class T>
std::optional<service::Refusal> refusal(const service::Answer<T>& answer) {
  if (answer) return std::nullopt;
  return answer.error().code;
}

class PeopleHouse {
 public:
  static constexpr auto password = "correct horse battery";
  static constexpr auto here = "192.0.2.7";

  explicit PeopleHouse(const storage::DatabaseAddress& address);

  template <class T>
  T run(Task<T> task) {
    return loop.run(std::move(task));
  }
  // What `work(soci::session&)` gives, in a transaction of its own.
  template <class F>
  auto change(F work) {
    return loop.run(catalog.change(std::move(work)));
  }
  template <class F>
  auto look(F work) {
    return loop.run(catalog.look(std::move(work)));
  }

  // The first operator, in a customer of their own.
  service::Actor set_up(const std::string& email = "olga@provider.example");
  // Somebody new in `customer` ("": of the one who invites), signed in.
  service::Actor join(const service::Actor& by, const std::string& email, const std::string& role,
                      std::vector<std::string> domains = {}, const std::string& customer = "");
  // A customer with an administrator.
  service::Actor new_customer(const service::Actor& by, const std::string& name,
                              const std::string& admin_email);
  service::Actor actor_of(const service::SignedIn& signed_in);
  service::Answer<service::SignedIn> sign_in(const std::string& email,
                                             const std::string& with = password,
                                             const std::string& peer = here);
  // The actions in the audit log that the actor may see, oldest first.
  std::vector<std::string> actions(const service::Actor& actor);

  ManualClock clock;
  TaskLoop loop;
  storage::catalog::Catalog catalog;
  service::PasswordHasher hasher;
  service::LockOut lock_out;
  service::Ulids ulids;
  service::People people;
};

}  // namespace postferry::test

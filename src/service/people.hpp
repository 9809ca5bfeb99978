// People: what the functions that let people in, invite and change them work with.
//
// One for the whole service, made by the command that serves; lives longer than every task that was
// given it. The functions (sign_in.hpp, links.hpp, persons.hpp, api_tokens.hpp, customers.hpp,
// licences.hpp) run on the loop that serves requests: passwords are hashed and tables are read
// elsewhere.
#pragma once

#include <chrono>
#include <string>

#include "base/secret.hpp"
#include "service/actor.hpp"
#include "service/clock.hpp"
#include "service/lock_out.hpp"
#include "service/password_hasher.hpp"
#include "service/refusal.hpp"
#include "service/ulid.hpp"
#include "storage/catalog/audit.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/catalog/person_row.hpp"

namespace postferry::service {

struct PeopleRules {
  std::chrono::seconds session_idle = std::chrono::hours(12);
  std::chrono::seconds session_longest = std::chrono::days(30);
  std::chrono::seconds setup_link = std::chrono::hours(24);
  std::chrono::seconds invitation = std::chrono::hours(48);
  std::chrono::seconds reset_link = std::chrono::hours(24);
  std::chrono::seconds longest_token = std::chrono::days(3 * 366);
  std::size_t most_people = 1000;      // of a customer
  std::size_t most_invitations = 200;  // open, of a customer
  std::size_t most_tokens = 200;       // of a customer
};

struct People {
  storage::catalog::Catalog& catalog;
  PasswordHasher& hasher;
  LockOut& lock_out;
  Ulids& ulids;
  Clock clock = system_clock();
  PeopleRules rules{};
};

// Somebody who has just come in. The session's token goes into the cookie and nowhere else.
struct SignedIn {
  Secret session;
  Instant ends{};
  storage::catalog::PersonRow person;
  storage::catalog::CustomerRow customer;
};

// The entry of the audit log for what the actor does to the customer's `object`.
storage::catalog::AuditRow audit_row(People& people, const Actor& actor,
                                     const std::string& customer, std::string action,
                                     std::string object, std::string detail = {});

// For what is done without a session: the command line, or a link.
Actor acting_by(std::string way, std::string peer = {});
// The person, as if signed in.
Actor actor_as(const storage::catalog::PersonRow& person, std::string way, std::string peer);

// Whose records of `customer` ("": their own) the actor may work on; nothing when it is another's.
std::optional<storage::catalog::Reach> reach_to(const Actor& actor, const std::string& customer);

}  // namespace postferry::service

// Actor: who is asking, as far as a session or an API token has proved it, and what follows from
// it: what they may do, and whose records they reach.
//
// Made by People for each request, handed to every function of the service that acts for somebody.
// A value.
#pragma once

#include <string>
#include <vector>

#include "service/roles.hpp"
#include "storage/catalog/reach.hpp"

namespace postferry::service {

struct Actor {
  std::string person;
  std::string name;
  std::string customer;
  Role role = Role::member;
  std::vector<std::string> domains;  // none: all of the customer's
  Permissions permissions;
  std::string way;           // "session", "token", "link" or "command", for the audit log
  std::string peer;          // address; may be empty
  std::string session_hash;  // of the session in use, if it is one

  bool may(Permission permission) const { return permissions.contains(permission); }
};

// Whose records the actor reads and changes. Failure internal for an actor of no customer, who
// would otherwise reach all of them.
storage::catalog::Reach reach_of(const Actor& actor);
// Only the customer's own, also for the operator: what is made new, counted, or listed as "ours".
storage::catalog::Reach own_reach_of(const Actor& actor);

// The domains of a person as they are stored, parted by blanks.
std::vector<std::string> domains_in(std::string_view stored);

}  // namespace postferry::service

// The people of a customer: listing, changing and removing them, and what each changes of their
// own.
//
// Called by the API. Nobody changes their own role or state, and nobody changes somebody above
// them; so that the installation always has an operator and each customer an administrator (or an
// operator), the last one stays.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/people.hpp"

namespace postferry::service {

// By name; `customer` "": the actor's own. Refused: not_allowed, not_found.
Task<Answer<std::vector<storage::catalog::PersonRow>>> persons(People& people, Actor actor,
                                                               std::string customer);

struct PersonChange {
  std::optional<std::string> role{};
  std::optional<std::vector<std::string>> domains{};
  std::optional<bool> disabled{};  // ends all sessions; API tokens rest until enabled again
};
// Refused: not_allowed, not_found, not_yourself, role_too_high, last_operator, last_admin,
// fields_invalid.
Task<Answer<storage::catalog::PersonRow>> change_person(People& people, Actor actor, std::string id,
                                                        PersonChange change);
// With sessions, API tokens and open invitations. What they planned stays.
Task<Answer<void>> remove_person(People& people, Actor actor, std::string id);

struct OwnChange {
  std::optional<std::string> name{};
  std::optional<std::string> language{};
  std::optional<std::string> time_zone{};
  Secret old_password{};
  Secret new_password{};  // empty: stays
};
// A new password ends all other sessions. Refused: session_needed, fields_invalid,
// old_password_wrong, locked_out, busy.
Task<Answer<storage::catalog::PersonRow>> change_own(People& people, Actor actor, OwnChange change);

}  // namespace postferry::service

// API tokens: made by a person for a script or a panel, with a scope and an end. A token acts as
// the person who made it, with what their role still allows at that moment and no more than its
// scope.
//
// Called by the API. A token makes no tokens: for these functions somebody has to be signed in.
#pragma once

#include <string>
#include <vector>

#include "service/people.hpp"

namespace postferry::service {

struct NewToken {
  std::string name;
  std::string scope;  // "read", "run", "plan" or "manage"
  Instant ends{};
};
struct MadeToken {
  storage::catalog::TokenRow row;
  Secret token;  // shown once
};

// Refused: not_allowed, fields_invalid, too_many.
Task<Answer<MadeToken>> make_token(People& people, Actor actor, NewToken wanted);
// Of the actor's customer, newest first. Refused: not_allowed.
Task<Answer<std::vector<storage::catalog::TokenRow>>> tokens(People& people, Actor actor);
// Refused: not_allowed, not_found.
Task<Answer<void>> revoke_token(People& people, Actor actor, std::string id);

}  // namespace postferry::service

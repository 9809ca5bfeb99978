// Signing in and out, and who is behind a session or an API token.
//
// Called by the API, for each request; errors are of the kind Refused. Nobody learns whether an
// address is known: unknown people, disabled people and wrong passwords are refused alike and take
// the same time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "service/people.hpp"

namespace postferry::service {

// `peer`: the address that the request came from. Refused: wrong_credentials (with the tries that
// are left), locked_out (with the time to wait), busy.
Task<Answer<SignedIn>> sign_in(People& people, std::string email, Secret password,
                               std::string peer);

Task<> sign_out(People& people, Actor actor);

// Refused: not_signed_in.
Task<Answer<Actor>> actor_of_session(People& people, Secret session, std::string peer);
Task<Answer<Actor>> actor_of_token(People& people, Secret token, std::string peer);

// What the page shows of the one who is signed in. Refused: not_signed_in.
struct Profile {
  storage::catalog::PersonRow person;
  storage::catalog::CustomerRow customer;
};
Task<Answer<Profile>> profile_of(People& people, Actor actor);

// Removes sessions, tokens and links that ended some time ago; to be called now and then.
Task<> tidy_entries(People& people);

// For the other functions that let somebody in: makes the row of a new session and its token.
struct NewSession {
  Secret token;
  storage::catalog::SessionRow row;
};
NewSession new_session(const People& people, const std::string& person);

}  // namespace postferry::service

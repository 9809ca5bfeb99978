// One-time links: invitations, which make a person, and resets, which let a person set a new
// password. Each works once and until its end; a newer one for the same address or person replaces
// it.
//
// Called by the API and the command line. A link's token is given once, to whoever made it, who
// passes it on; only its hash is stored.
#pragma once

#include <string>
#include <vector>

#include "service/people.hpp"

namespace postferry::service {

struct Invitation {
  std::string email{};
  std::string role{};  // "manager"
  std::vector<std::string> domains{};
  std::string customer{};  // "": the inviter's own
};
struct Invited {
  storage::catalog::LinkRow link;
  Secret token;
};

// Refused: not_allowed, not_found (the customer), role_too_high, fields_invalid, email_taken,
// too_many.
Task<Answer<Invited>> invite(People& people, Actor actor, Invitation wanted);
// Open invitations, newest first; `customer` "": the actor's own. Refused: not_allowed, not_found.
Task<Answer<std::vector<storage::catalog::LinkRow>>> invitations(People& people, Actor actor,
                                                                 std::string customer);
// Refused: not_allowed, not_found.
Task<Answer<void>> revoke_invitation(People& people, Actor actor, std::string id);

// For a person who forgot their password. Refused: not_allowed, not_found, role_too_high.
Task<Answer<Invited>> make_reset_link(People& people, Actor actor, std::string person);
// The same on the command line of the server, for whoever has this address. Refused: not_found.
Task<Answer<Invited>> make_reset_link(People& people, std::string email);

// What the page of a link shows before it is used. Refused: link_not_valid.
struct LinkShown {
  storage::catalog::LinkKind kind = storage::catalog::LinkKind::invitation;
  std::string email;
  std::string customer_name;
  Role role = Role::member;
  Instant ends{};
};
Task<Answer<LinkShown>> look_at_link(People& people, Secret token);

struct Acceptance {
  Secret token;
  std::string name{};  // not asked for at a reset
  Secret password{};
  std::string language{};
  std::string time_zone{};
};
// A reset ends all sessions of the person. Refused: link_not_valid, fields_invalid, email_taken,
// busy.
Task<Answer<SignedIn>> accept(People& people, Acceptance wanted, std::string peer);

}  // namespace postferry::service

// The first visit: a one-time link, printed by `postferry serve` or made on the command line, lets
// its holder become the first administrator: the operator of the installation, with a customer of
// their own.
//
// Called by the API and the command line. Works only until the first operator is there.
#pragma once

#include <string>

#include "service/people.hpp"

namespace postferry::service {

Task<bool> is_set_up(People& people);

// The link's token; what was made before works no more. Refused: already_set_up.
Task<Answer<Secret>> make_setup_link(People& people);

struct FirstVisit {
  Secret token;
  std::string email;
  std::string name;
  Secret password;
  std::string customer_name;
  std::string language;
  std::string time_zone;
};
// Refused: already_set_up, link_not_valid, fields_invalid, busy.
Task<Answer<SignedIn>> set_up(People& people, FirstVisit wanted, std::string peer);

}  // namespace postferry::service

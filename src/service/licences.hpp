// Licence keys of a customer, and what they leave: registering a key, and the page of credits.
//
// Called by the API. Whether keys are required at all, and how many migrations are free without
// one, are the operator's settings; the caller hands them over. Migrations are counted in the
// transaction that accepts them, by storage::catalog::take_credits.
#pragma once

#include <string>
#include <vector>

#include "service/licence.hpp"
#include "service/people.hpp"
#include "storage/catalog/credits.hpp"

namespace postferry::service {

// Which keys this installation believes.
struct LicenceTrust {
  std::string installation;  // its ULID
  std::vector<std::string> public_keys;
};

// Refused: not_allowed, licence_unreadable, licence_forged, licence_of_other_installation,
// licence_of_other_customer, licence_known.
Task<Answer<storage::catalog::LicenceKeyRow>> add_licence(People& people, Actor actor,
                                                          std::string text, LicenceTrust trust);

struct Credits {
  storage::catalog::Credit credit;
  std::vector<storage::catalog::LicenceKeyRow> keys;
  std::vector<storage::catalog::CreditUseRow> uses;  // the latest
};
// Of the actor's customer. Refused: not_allowed.
Task<Answer<Credits>> credits(People& people, Actor actor, storage::catalog::CreditRule rule);

}  // namespace postferry::service

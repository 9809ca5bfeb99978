// Accounts on the operator's own server that are offered for choosing (quick selection): address
// and user are filled in, the password is not known.
//
// Asked by the API. Where they come from is a KnownAccounts; the first is the list that somebody
// with offer_accounts uploads or pushes for a customer, panels can follow. One thread; the catalog
// outlives the tasks.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "service/people.hpp"

namespace postferry::service {

struct KnownAccount {
  std::string email;
  std::string user;
};

struct FoundAccounts {
  std::vector<KnownAccount> accounts;
  std::size_t total = 0;  // that were found, shown or not
};

class KnownAccounts {
 public:
  virtual ~KnownAccounts() = default;

  // Of one customer ("": the actor's own) those with `part` in address or user, by address; at most
  // `limit`, and only those in the actor's domains. Refused: not_found.
  virtual Task<Answer<FoundAccounts>> find(Actor actor, std::string customer, std::string part,
                                           std::size_t limit) = 0;
};

class UploadedAccounts final : public KnownAccounts {
 public:
  static constexpr std::size_t most = 50'000;  // of a customer

  explicit UploadedAccounts(People& people) : people_(people) {}

  Task<Answer<FoundAccounts>> find(Actor actor, std::string customer, std::string part,
                                   std::size_t limit) override;
  // Instead of all that the customer has; none: removes them. Needs checked accounts, each address
  // once. Refused: not_allowed, not_found.
  Task<Answer<void>> replace(Actor actor, std::string customer, std::vector<KnownAccount> accounts);

 private:
  People& people_;
};

}  // namespace postferry::service

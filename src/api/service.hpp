// Service: what the resources of the API work with.
//
// Filled by the command that serves (app/serving.hpp), which owns all that is named here and
// changes the values, when settings change, on the thread that serves requests. Lives as long as
// the Router. One thread.
#pragma once

#include <functional>
#include <string>

#include "base/task.hpp"
#include "service/customers.hpp"
#include "service/licences.hpp"
#include "service/people.hpp"
#include "storage/catalog/credits.hpp"

namespace postferry::api {

// Whether this installation serves customers who are strangers to each other.
enum class Customers : std::uint8_t { one, many };

struct Service {
  service::People& people;
  std::string installation;  // its ULID
  std::string version;
  std::string public_url;  // "https://move.provider.example", without a slash at its end
  service::LicenceTrust licence_trust{};
  storage::catalog::CreditRule credit_rule{};
  Customers customers = Customers::many;
  // Called after a customer was made or removed.
  std::function<Task<>()> customers_changed{};
  // What other rooms keep of a customer in the catalog; see service/customers.hpp.
  service::RemoveData remove_data{};
};

}  // namespace postferry::api

// How many people and migrations each customer has, for the operator's list.
//
// Called by Catalog's callers on a thread of the database; see Reach for who sees what.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "storage/catalog/reach.hpp"

namespace postferry::storage::catalog {

struct CustomerCount {
  std::int64_t people = 0;
  std::int64_t migrations_active = 0;  // not over yet
  std::int64_t migrations_used = 0;    // ever accepted
};

// By the customer's id; who has nothing is left out.
using CustomerCounts = std::map<std::string, CustomerCount>;
CustomerCounts customer_counts(soci::session& session, const Reach& reach);

}  // namespace postferry::storage::catalog

// Forgetting a pair: every row that names its accounts or tells of their mail is erased, also those
// that are otherwise never rewritten.
//
// Called on the writer's thread by journal.cpp, inside a transaction, after the lease was demanded.
#pragma once

#include "storage/connection.hpp"
#include "storage/records.hpp"

namespace postferry::storage {

void forget_pair(Connection& connection, PairId pair);

}  // namespace postferry::storage

// Account pairs, their remembered facts and their runs.
//
// Called on the writer's thread by journal.cpp; the writes inside a transaction, after the lease
// was demanded.
#pragma once

#include <string>
#include <vector>

#include "storage/connection.hpp"
#include "storage/records.hpp"

namespace postferry::storage {

// The id of this pair, which is added when it is new.
PairId find_or_add_pair(Connection& connection, const AccountPair& accounts);
// With their runs, and who holds them.
std::vector<PairStatus> all_pairs(Connection& connection);

// Empty when it was never written.
std::string fact_of(Connection& connection, PairId pair, const std::string& name);
void remember_fact(Connection& connection, PairId pair, const std::string& name,
                   const std::string& value);

RunId add_run(Connection& connection, PairId pair, const std::string& options);
void close_run(Connection& connection, RunId run, const std::string& outcome,
               const std::string& summary);
std::vector<RunRecord> runs_of(Connection& connection, PairId pair);  // newest first

}  // namespace postferry::storage

// Schema: the tables of one purpose ("journal", "catalog"), as numbered steps that only go forward.
// A database of an older Postferry is brought up to date when it is opened, one of a newer refused.
//
// Given to a Database by whoever owns the tables; constant data of the program. One SQLite file
// holds one schema; a PostgreSQL database holds any number, each in its own (postferry_journal).
#pragma once

#include <span>
#include <string_view>

namespace postferry::storage {

class Connection;

// Runs inside the transaction that raises the version.
using SchemaStep = void (*)(Connection&);

struct Schema {
  std::string_view name;
  std::span<const SchemaStep> steps;
};

// Failure state_broken when the database holds something else or is newer than this program. Safe
// when several processes open the same database at once.
void bring_up_to_date(Connection& connection, const Schema& schema);

}  // namespace postferry::storage

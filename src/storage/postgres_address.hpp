// What a connection string of libpq says: whole for the library, and without its password for
// people.
//
// Used by postgres_dialect.cpp. Values.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/secret.hpp"

namespace postferry::storage {

struct PostgresAddress {
  Secret connection;  // as a URL, with deadlines for connecting and for a silent server
  std::string place;  // "PostgreSQL's database postferry on db.example"
  std::string database;
  std::string user;  // empty: the system's name of the user
};

// Failure state_broken, which tells nothing of the text, when it cannot be read.
PostgresAddress read_postgres_address(const Secret& connection);

}  // namespace postferry::storage

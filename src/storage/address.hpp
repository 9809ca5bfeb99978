// Where a database is: a SQLite file of our own, or a PostgreSQL server.
//
// Chosen at run time by whoever opens a Database. Values.
#pragma once

#include <filesystem>
#include <variant>

#include "base/secret.hpp"

namespace postferry::storage {

// Made with its folder when it is not there (mode 0600).
struct SqliteFile {
  std::filesystem::path file;
};

// A connection string of libpq, as a URL (postgresql://user:password@host/database) or as words
// (host=... dbname=...). The database must exist; our tables are kept in a schema of their own.
struct PostgresServer {
  Secret connection;
};

using DatabaseAddress = std::variant<SqliteFile, PostgresServer>;

}  // namespace postferry::storage

#include "tests/support/database_fixture.hpp"

#include <filesystem>
#include <sqlite3.h>

#include "tests/support/servers/throwaway_postgres.hpp"

namespace postferry::test {
namespace {

storage::DatabaseAddress address_of(DatabaseKind kind, const std::filesystem::path& folder) {
  if (kind == DatabaseKind::sqlite) return storage::SqliteFile{folder / "journal.db"};
  return storage::PostgresServer{Secret(shared_postgres().make_database())};
}

bool run_on_sqlite(const std::filesystem::path& file, const std::string& statement) {
  sqlite3* database = nullptr;
  bool done = sqlite3_open(file.c_str(), &database) == SQLITE_OK;
  sqlite3_busy_timeout(database, 10'000);
  done = done && sqlite3_exec(database, statement.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
  sqlite3_close(database);
  return done;
}

}  // namespace

EmptyDatabase::EmptyDatabase(DatabaseKind kind) : address_(address_of(kind, folder_.path())) {}

bool EmptyDatabase::run(const std::string& statement, const std::string& schema) const {
  if (const auto* sqlite = std::get_if<storage::SqliteFile>(&address_))
    return run_on_sqlite(sqlite->file, statement);
  const auto& server = std::get<storage::PostgresServer>(address_);
  return run_on_postgres(std::string(server.connection.reveal()),
                         "SET search_path = postferry_" + schema + "; " + statement)
      .empty();
}

std::vector<DatabaseKind> every_database() {
  std::vector kinds{DatabaseKind::sqlite};
  if (std::filesystem::exists(server_tree("postgresql") / ".complete"))
    kinds.push_back(DatabaseKind::postgres);
  return kinds;
}

std::string name_of_database(const testing::TestParamInfo<DatabaseKind>& info) {
  return info.param == DatabaseKind::sqlite ? "Sqlite" : "Postgres";
}

}  // namespace postferry::test

// PostgreSQL 15 in a folder of its own: on a Unix socket only, without syncs, gone with the object.
//
// shared_postgres() is started by the first test of a program that asks and stopped at its end; a
// test that stops its server makes one for itself. Each test takes a database of its own from it.
// One object, one thread.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "tests/support/servers/server_files.hpp"
#include "tests/support/servers/server_process.hpp"

namespace postferry::test {

class ThrowawayPostgres {
 public:
  static bool available() { return server_here("postgresql"); }

  // Throws std::runtime_error with the server's log when it does not answer in time.
  ThrowawayPostgres();
  ~ThrowawayPostgres();
  ThrowawayPostgres(const ThrowawayPostgres&) = delete;
  ThrowawayPostgres& operator=(const ThrowawayPostgres&) = delete;

  // The connection string of a new, empty database.
  std::string make_database();
  // Without a password: the user "guarded" (password `se cret'%"`) has to add one, "locked" is let
  // in never, "guest" may make nothing.
  std::string connection(std::string_view database, std::string_view user = "postgres") const;

  void stop();  // at once, as a crash would; every connection is lost
  void start();
  std::string log() const;
  const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  Command command(std::string_view program) const;
  bool answers_in_time();

  ServerFolder folder_;
  ServerProcess process_;
  int databases_ = 0;
};

ThrowawayPostgres& shared_postgres();

// Runs a statement in a connection of its own; the SQLSTATE of its error, or "" when it succeeded.
std::string run_on_postgres(const std::string& connection, const std::string& statement);

}  // namespace postferry::test

#include "tests/support/servers/throwaway_postgres.hpp"

#include <chrono>
#include <csignal>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <thread>

#include <libpq-fe.h>

namespace postferry::test {
namespace {

constexpr auto programs = "usr/lib/postgresql/15/bin";

constexpr auto access_rules =
    "local all guarded scram-sha-256\n"
    "local all locked reject\n"
    "local all all trust\n";

constexpr auto configuration =
    "listen_addresses = ''\n"
    "unix_socket_directories = '{}'\n"
    "fsync = off\n"
    "full_page_writes = off\n"
    "autovacuum = off\n"
    "jit = off\n"
    "shared_buffers = 16MB\n"
    "max_connections = 60\n"
    "log_min_messages = fatal\n";

}  // namespace

ThrowawayPostgres::ThrowawayPostgres() : folder_("postgresql") {
  folder_.give_to_server();
  auto make = command("initdb");
  for (const char* word : {"--pgdata=data", "--username=postgres", "--auth=trust", "--no-sync",
                           "--no-instructions", "--encoding=UTF8", "--locale=C.UTF-8"})
    make.words.emplace_back(word);
  if (run_command(make, folder_.path(), folder_.path() / "log") != 0)
    throw std::runtime_error("initdb failed:\n" + log());
  folder_.write("data/pg_hba.conf", access_rules);
  folder_.write("data/postgresql.conf",
                fmt::format(fmt::runtime(configuration), folder_.path().string()));
  folder_.give_to_server();
  start();
  for (const char* statement : {R"(CREATE ROLE guarded LOGIN SUPERUSER PASSWORD 'se cret''%"')",
                                "CREATE ROLE locked LOGIN", "CREATE ROLE guest LOGIN"})
    run_on_postgres(connection("postgres"), statement);
}

ThrowawayPostgres::~ThrowawayPostgres() { stop(); }

Command ThrowawayPostgres::command(std::string_view program) const {
  const auto tree = server_tree("postgresql");
  return {.words = {(tree / programs / program).string()},
          .environment = {{"LD_LIBRARY_PATH", library_path(tree)}}};
}

void ThrowawayPostgres::start() {
  auto serve = command("postgres");
  serve.words.insert(serve.words.end(), {"-D", "data"});
  process_.start(serve, folder_.path(), folder_.path() / "log");
  if (!answers_in_time())
    throw std::runtime_error("PostgreSQL does not answer; its log says:\n" + log());
}

bool ThrowawayPostgres::answers_in_time() {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  const auto place = connection("postgres");
  while (std::chrono::steady_clock::now() < deadline && process_.running()) {
    if (PQping(place.c_str()) == PQPING_OK) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

// Its children are in process groups of their own and end by themselves when it asks them to.
void ThrowawayPostgres::stop() {
  if (!process_.running()) return;
  ::kill(process_.pid(), SIGQUIT);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (process_.running() && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  process_.kill();
}

std::string ThrowawayPostgres::make_database() {
  const auto name = fmt::format("test_{}", ++databases_);
  if (const auto state =
          run_on_postgres(connection("postgres"), fmt::format("CREATE DATABASE {}", name));
      !state.empty())
    throw std::runtime_error("CREATE DATABASE failed: " + state);
  return connection(name);
}

std::string ThrowawayPostgres::connection(std::string_view database, std::string_view user) const {
  return fmt::format("host={} dbname={} user={}", folder_.path().string(), database, user);
}

std::string ThrowawayPostgres::log() const {
  std::ifstream file(folder_.path() / "log", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

ThrowawayPostgres& shared_postgres() {
  static ThrowawayPostgres only;
  return only;
}

std::string run_on_postgres(const std::string& connection, const std::string& statement) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> database(PQconnectdb(connection.c_str()),
                                                              &PQfinish);
  if (PQstatus(database.get()) != CONNECTION_OK)
    throw std::runtime_error(PQerrorMessage(database.get()));
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(
      PQexec(database.get(), statement.c_str()), &PQclear);
  const char* state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
  return state == nullptr ? "" : state;
}

}  // namespace postferry::test

#include "storage/schema.hpp"

#include <fmt/format.h>
#include <soci/soci.h>
#include <string>

#include "base/error.hpp"
#include "storage/connection.hpp"

namespace postferry::storage {
namespace {

// The databases of the first Postferry held nothing but a journal and did not say so.
constexpr auto schema_without_name = "journal";

struct Standing {
  bool is_new = false;
  int version = 0;
  bool says_its_name = true;
};

Failure refused(const std::string& place, std::string text) {
  return Failure(Error{.code = ErrorCode::state_broken, .text = std::move(text), .where = place});
}

Standing standing_of(Connection& connection, const Schema& schema) {
  auto& session = connection.session();
  auto& dialect = connection.dialect();
  const auto place = dialect.place();
  if (dialect.count_tables(session) == 0) return {.is_new = true};
  if (!dialect.has_column(session, "postferry_schema", "version"))
    throw refused(place, place + " is another program's database.");
  Standing standing{.says_its_name = dialect.has_column(session, "postferry_schema", "name")};
  std::string name = schema_without_name;
  session << "SELECT version FROM postferry_schema", soci::into(standing.version);
  if (standing.says_its_name) session << "SELECT name FROM postferry_schema", soci::into(name);
  if (name != schema.name)
    throw refused(place,
                  fmt::format("{} holds Postferry's {}, not its {}.", place, name, schema.name));
  if (standing.version > static_cast<int>(schema.steps.size()))
    throw refused(place,
                  fmt::format("{} was written by a newer Postferry (its schema is {}, this program "
                              "knows {}).",
                              place, standing.version, schema.steps.size()));
  return standing;
}

void make_schema_table(Connection& connection, const Schema& schema) {
  connection.dialect().make_home(connection.session());
  connection.define(
      "CREATE TABLE postferry_schema (version {number} NOT NULL, syncs {number} NOT NULL,"
      " name {text} NOT NULL)");
  connection.define(fmt::format("INSERT INTO postferry_schema VALUES (0, 0, '{}')", schema.name));
}

}  // namespace

void bring_up_to_date(Connection& connection, const Schema& schema) {
  const auto newest = static_cast<int>(schema.steps.size());
  const auto before = standing_of(connection, schema);
  if (!before.is_new && before.version == newest && before.says_its_name) return;
  auto& session = connection.session();
  connection.dialect().begin(session);
  try {
    // asked again: another process may have been faster
    auto standing = standing_of(connection, schema);
    if (standing.is_new) make_schema_table(connection, schema);
    if (!standing.says_its_name)
      connection.define(
          fmt::format("ALTER TABLE postferry_schema ADD COLUMN name {{text}} NOT NULL DEFAULT '{}'",
                      schema_without_name));
    for (; standing.version < newest; ++standing.version)
      schema.steps[static_cast<std::size_t>(standing.version)](connection);
    session << "UPDATE postferry_schema SET version = :version", soci::use(standing.version);
    session << "COMMIT";
  } catch (...) {
    connection.dialect().rollback(session);
    throw;
  }
}

}  // namespace postferry::storage

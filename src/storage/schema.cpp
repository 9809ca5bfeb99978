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

struct SchemaState {
  bool is_new = false;
  int version = 0;
  bool says_its_name = true;
};

Failure refused(const std::string& place, std::string text) {
  return Failure(Error{.code = ErrorCode::state_broken, .text = std::move(text), .where = place});
}

SchemaState state_of(Connection& connection, const Schema& schema) {
  auto& session = connection.session();
  auto& dialect = connection.dialect();
  const auto place = dialect.place();
  if (dialect.count_tables(session) == 0) return {.is_new = true};
  if (!dialect.has_column(session, "postferry_schema", "version"))
    throw refused(place, place + " is another program's database.");
  SchemaState state{.says_its_name = dialect.has_column(session, "postferry_schema", "name")};
  std::string name = schema_without_name;
  session << "SELECT version FROM postferry_schema", soci::into(state.version);
  if (state.says_its_name) session << "SELECT name FROM postferry_schema", soci::into(name);
  if (name != schema.name)
    throw refused(place,
                  fmt::format("{} holds Postferry's {}, not its {}.", place, name, schema.name));
  if (state.version > static_cast<int>(schema.steps.size()))
    throw refused(place,
                  fmt::format("{} was written by a newer Postferry (its schema is {}, this program "
                              "knows {}).",
                              place, state.version, schema.steps.size()));
  return state;
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
  const auto before = state_of(connection, schema);
  if (!before.is_new && before.version == newest && before.says_its_name) return;
  auto& session = connection.session();
  connection.dialect().begin(session);
  try {
    // asked again: another process may have been faster
    auto state = state_of(connection, schema);
    if (state.is_new) make_schema_table(connection, schema);
    if (!state.says_its_name)
      connection.define(
          fmt::format("ALTER TABLE postferry_schema ADD COLUMN name {{text}} NOT NULL DEFAULT '{}'",
                      schema_without_name));
    for (; state.version < newest; ++state.version)
      schema.steps[static_cast<std::size_t>(state.version)](connection);
    session << "UPDATE postferry_schema SET version = :version", soci::use(state.version);
    session << "COMMIT";
  } catch (...) {
    connection.dialect().rollback(session);
    throw;
  }
}

}  // namespace postferry::storage

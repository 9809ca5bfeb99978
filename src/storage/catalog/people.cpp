#include "storage/catalog/people.hpp"

#include <array>

#include "storage/catalog/names.hpp"

namespace postferry::storage::catalog {
namespace {

constexpr std::array role_names{
    Named{Role::operator_, "operator"},
    Named{Role::admin, "admin"},
    Named{Role::manager, "manager"},
    Named{Role::member, "member"},
};
constexpr std::array person_state_names{
    Named{PersonState::active, "active"},
    Named{PersonState::disabled, "disabled"},
};

constexpr std::string_view people_definitions[] = {
    "CREATE TABLE customer (id TEXT PRIMARY KEY, name TEXT NOT NULL, created {number} NOT NULL)",
    "CREATE TABLE person (id TEXT PRIMARY KEY,"
    " customer_id TEXT NOT NULL REFERENCES customer (id), email TEXT NOT NULL,"
    " email_key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL,"
    " state TEXT NOT NULL, domains TEXT NOT NULL, password_hash TEXT NOT NULL,"
    " language TEXT NOT NULL, time_zone TEXT NOT NULL, created {number} NOT NULL,"
    " last_seen {number} NOT NULL)",
    "CREATE INDEX person_of_customer ON person (customer_id)",
    "CREATE TABLE person_session (token_hash TEXT PRIMARY KEY,"
    " person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,"
    " created {number} NOT NULL, last_used {number} NOT NULL, ends {number} NOT NULL)",
    "CREATE INDEX session_of_person ON person_session (person_id)",
    "CREATE TABLE api_token (id TEXT PRIMARY KEY, customer_id TEXT NOT NULL,"
    " person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE, name TEXT NOT NULL,"
    " scope TEXT NOT NULL, token_hash TEXT NOT NULL UNIQUE, created {number} NOT NULL,"
    " last_used {number} NOT NULL, ends {number} NOT NULL)",
    "CREATE INDEX token_of_person ON api_token (person_id)",
    "CREATE INDEX token_of_customer ON api_token (customer_id)",
    "CREATE TABLE one_time_link (id TEXT PRIMARY KEY, kind TEXT NOT NULL,"
    " customer_id TEXT NOT NULL, person_id TEXT NOT NULL, email TEXT NOT NULL,"
    " role TEXT NOT NULL, domains TEXT NOT NULL, token_hash TEXT NOT NULL UNIQUE,"
    " made_by TEXT NOT NULL, created {number} NOT NULL, ends {number} NOT NULL,"
    " used {number} NOT NULL)",
    "CREATE INDEX link_of_customer ON one_time_link (customer_id)",
};

template <class Row>
std::optional<Row> only(std::vector<Row> rows) {
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

}  // namespace

std::string_view text_of(Role role) { return name_in(role_names, role); }
void read_text(std::string_view text, Role& role) {
  role = value_in(role_names, text, Role::member);
}
std::string_view text_of(PersonState state) { return name_in(person_state_names, state); }
void read_text(std::string_view text, PersonState& state) {
  state = value_in(person_state_names, text, PersonState::disabled);
}

std::span<const std::string_view> people_tables() { return people_definitions; }

void add(soci::session& session, const CustomerRow& row) { insert(session, "customer", row); }

std::optional<CustomerRow> find_customer(soci::session& session, const Reach& reach,
                                         const std::string& id) {
  Bindings bindings{{"id", id}};
  const auto within = reach.condition(bindings, "id");
  return only(select<CustomerRow>(session, "customer WHERE id = :id AND " + within, bindings));
}

std::vector<CustomerRow> customers(soci::session& session, const Reach& reach) {
  Bindings bindings;
  const auto within = reach.condition(bindings, "id");
  return select<CustomerRow>(session, "customer WHERE " + within + " ORDER BY name, id", bindings);
}

bool rename_customer(soci::session& session, const Reach& reach, const std::string& id,
                     const std::string& name) {
  Bindings bindings{{"name", name}, {"id", id}};
  const auto within = reach.condition(bindings, "id");
  return execute(session, "UPDATE customer SET name = :name WHERE id = :id AND " + within,
                 bindings) == 1;
}

bool remove_customer(soci::session& session, const Reach& reach, const std::string& id) {
  if (!find_customer(session, reach, id)) return false;
  const Bindings bindings{{"id", id}};
  execute(session, "DELETE FROM one_time_link WHERE customer_id = :id", bindings);
  execute(session, "DELETE FROM person WHERE customer_id = :id", bindings);
  execute(session, "DELETE FROM customer WHERE id = :id", bindings);
  return true;
}

void add(soci::session& session, const PersonRow& row) { insert(session, "person", row); }

std::optional<PersonRow> find_person(soci::session& session, const Reach& reach,
                                     const std::string& id) {
  Bindings bindings{{"id", id}};
  const auto within = reach.condition(bindings);
  return only(select<PersonRow>(session, "person WHERE id = :id AND " + within, bindings));
}

std::optional<PersonRow> person_by_email(soci::session& session, const std::string& email_key) {
  return only(select<PersonRow>(session, "person WHERE email_key = :email_key",
                                {{"email_key", email_key}}));
}

std::vector<PersonRow> people(soci::session& session, const Reach& reach) {
  Bindings bindings;
  const auto within = reach.condition(bindings);
  return select<PersonRow>(session, "person WHERE " + within + " ORDER BY name, id", bindings);
}

bool replace(soci::session& session, const Reach& reach, const PersonRow& row) {
  if (!find_person(session, reach, row.id)) return false;
  return update(session, "person", row, "id = :id AND customer_id = :customer_id") == 1;
}

bool remove_person(soci::session& session, const Reach& reach, const std::string& id) {
  Bindings bindings{{"id", id}};
  const auto within = reach.condition(bindings);
  return execute(session, "DELETE FROM person WHERE id = :id AND " + within, bindings) == 1;
}

void set_last_seen(soci::session& session, const std::string& id, Instant at) {
  execute(session, "UPDATE person SET last_seen = :at WHERE id = :id",
          {{"at", cell_of(at)}, {"id", id}});
}

std::int64_t count_people(soci::session& session, const Reach& reach, Role role) {
  Bindings bindings{{"role", cell_of(role)}, {"state", cell_of(PersonState::active)}};
  const auto within = reach.condition(bindings);
  std::int64_t count = 0;
  query(session, "SELECT count(*) FROM person WHERE role = :role AND state = :state AND " + within,
        bindings, {std::int64_t{0}},
        [&count](const std::vector<Cell>& cells) { take_cell(cells.front(), count); });
  return count;
}

}  // namespace postferry::storage::catalog

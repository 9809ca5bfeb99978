// The tables of customers and people.
//
// Called by Catalog's callers on a thread of the database; see Reach for who sees what. Looking up
// by address or id alone is for signing in, where nobody is known yet. What a person owns
// (sessions, API tokens) goes with the person.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/catalog/person_row.hpp"
#include "storage/catalog/reach.hpp"

namespace postferry::storage::catalog {

// Statements that make the tables, with the names of column types in braces.
std::span<const std::string_view> people_tables();

void add(soci::session& session, const CustomerRow& row);
std::optional<CustomerRow> find_customer(soci::session& session, const Reach& reach,
                                         const std::string& id);
std::vector<CustomerRow> customers(soci::session& session, const Reach& reach);  // by name
bool rename_customer(soci::session& session, const Reach& reach, const std::string& id,
                     const std::string& name);
// With its people and links; false when there is none. What others keep of it has to be gone.
bool remove_customer(soci::session& session, const Reach& reach, const std::string& id);

void add(soci::session& session, const PersonRow& row);
std::optional<PersonRow> find_person(soci::session& session, const Reach& reach,
                                     const std::string& id);
std::optional<PersonRow> person_by_email(soci::session& session, const std::string& email_key);
std::vector<PersonRow> people(soci::session& session, const Reach& reach);  // by name
// Everything but its id and customer.
bool replace(soci::session& session, const Reach& reach, const PersonRow& row);
bool remove_person(soci::session& session, const Reach& reach, const std::string& id);
void set_last_seen(soci::session& session, const std::string& id, Instant at);

// Those that are active.
std::int64_t count_people(soci::session& session, const Reach& reach, Role role);

}  // namespace postferry::storage::catalog

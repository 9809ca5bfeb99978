// CustomerRow and PersonRow: who uses the service, as the catalog keeps them, and how they come in:
// sessions, API tokens and one-time links, of which only a hash is kept.
//
// Made and changed by the service's People. Values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace postferry::storage::catalog {

enum class Role : std::uint8_t {
  operator_,  // of the whole installation
  admin,      // of one customer
  manager,    // plans migrations of some domains
  member,     // runs and watches
};
enum class PersonState : std::uint8_t { active, disabled };
enum class LinkKind : std::uint8_t {
  setup,       // sets up the first administrator
  invitation,  // makes a person
  reset,       // sets a person's password anew
};

std::string_view text_of(Role role);
void read_text(std::string_view text, Role& role);  // what is none becomes the least
std::string_view text_of(PersonState state);
void read_text(std::string_view text, PersonState& state);
std::string_view text_of(LinkKind kind);
void read_text(std::string_view text, LinkKind& kind);

struct CustomerRow {
  std::string id;
  std::string name;
  Instant created{};

  static void each(auto& row, auto&& visit) {
    visit("id", row.id);
    visit("name", row.name);
    visit("created", row.created);
  }
};

struct PersonRow {
  std::string id;
  std::string customer;
  std::string email;
  std::string email_key;  // in lower case; no two are the same
  std::string name;
  Role role = Role::member;
  PersonState state = PersonState::active;
  std::string domains;  // parted by blanks; "": all of the customer's
  std::string password_hash;
  std::string language;
  std::string time_zone;
  Instant created{};
  Instant last_seen{};

  static void each(auto& row, auto&& visit) {
    visit("id", row.id);
    visit("customer_id", row.customer);
    visit("email", row.email);
    visit("email_key", row.email_key);
    visit("name", row.name);
    visit("role", row.role);
    visit("state", row.state);
    visit("domains", row.domains);
    visit("password_hash", row.password_hash);
    visit("language", row.language);
    visit("time_zone", row.time_zone);
    visit("created", row.created);
    visit("last_seen", row.last_seen);
  }
};

struct SessionRow {
  std::string token_hash;
  std::string person;
  Instant created{};
  Instant last_used{};
  Instant ends{};

  static void each(auto& row, auto&& visit) {
    visit("token_hash", row.token_hash);
    visit("person_id", row.person);
    visit("created", row.created);
    visit("last_used", row.last_used);
    visit("ends", row.ends);
  }
};

struct TokenRow {
  std::string id;
  std::string customer;
  std::string person;  // who made it and as whom it acts
  std::string name;
  std::string scope;
  std::string token_hash;
  Instant created{};
  Instant last_used{};
  Instant ends{};

  static void each(auto& row, auto&& visit) {
    visit("id", row.id);
    visit("customer_id", row.customer);
    visit("person_id", row.person);
    visit("name", row.name);
    visit("scope", row.scope);
    visit("token_hash", row.token_hash);
    visit("created", row.created);
    visit("last_used", row.last_used);
    visit("ends", row.ends);
  }
};

struct LinkRow {
  std::string id;
  LinkKind kind = LinkKind::invitation;
  std::string customer;  // "" for setup
  std::string person;    // whose password is reset
  std::string email;     // who is invited
  Role role = Role::member;
  std::string domains;
  std::string token_hash;
  std::string made_by;  // a person; "" for the command line
  Instant created{};
  Instant ends{};
  Instant used{};

  static void each(auto& row, auto&& visit) {
    visit("id", row.id);
    visit("kind", row.kind);
    visit("customer_id", row.customer);
    visit("person_id", row.person);
    visit("email", row.email);
    visit("role", row.role);
    visit("domains", row.domains);
    visit("token_hash", row.token_hash);
    visit("made_by", row.made_by);
    visit("created", row.created);
    visit("ends", row.ends);
    visit("used", row.used);
  }
};

}  // namespace postferry::storage::catalog

// The table of sealed secrets: passwords of accounts, and credentials of the operator's own server
// and mail server. What stands here is unreadable without the vault's key file (storage/vault.hpp).
//
// Called by Catalog's callers on a thread of the database. A secret belongs to an owner (a
// migration's id, or a name like "own_server") and a side ("source", "target", "").
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/catalog/reach.hpp"

namespace postferry::storage::catalog {

struct SecretRow {
  std::string owner;
  std::string side;
  std::string customer;  // "": the installation's
  std::string key;       // of the vault, that opens it
  std::string sealed;
  Instant sealed_at{};
  Instant wipe_after{};  // none: only when it is asked for

  static void each(auto& row, auto&& visit) {
    visit("owner_id", row.owner);
    visit("side", row.side);
    visit("customer_id", row.customer);
    visit("vault_key", row.key);
    visit("sealed", row.sealed);
    visit("sealed_at", row.sealed_at);
    visit("wipe_after", row.wipe_after);
  }
};

std::span<const std::string_view> secret_tables();

// Adds it, or replaces the one of the same owner and side.
void put_secret(soci::session& session, const SecretRow& row);
std::optional<SecretRow> find_secret(soci::session& session, const Reach& reach,
                                     const std::string& owner, const std::string& side);
// All of an owner; how many there were.
std::int64_t wipe_secrets(soci::session& session, const Reach& reach, const std::string& owner);
std::int64_t wipe_secrets_of_customer(soci::session& session, const std::string& customer);
// Those whose time is over; gives each owner once, so that its log can say so.
std::vector<std::string> wipe_due_secrets(soci::session& session, Instant now);

// When the start of a migration has moved.
void set_wipe_after(soci::session& session, const std::string& owner, Instant wipe_after);

// One that each key has sealed.
std::vector<SecretRow> one_secret_of_each_key(soci::session& session);
// Of the key; gives each owner once.
std::vector<std::string> wipe_secrets_under_key(soci::session& session, const std::string& key);

// Up to `limit` that are sealed with another key than this, for sealing them anew.
std::vector<SecretRow> secrets_under_other_keys(soci::session& session, const std::string& key,
                                                std::size_t limit);
// False when it was wiped or replaced meanwhile: then it stays so.
bool reseal(soci::session& session, const SecretRow& row, const std::string& sealed_before);

}  // namespace postferry::storage::catalog

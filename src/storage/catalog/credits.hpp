// The count of migrations that each customer has used, and the licence keys that raise what it may
// use.
//
// Called by Catalog's callers on a thread of the database, in the transaction that accepts the
// migrations. Count and keys outlive the customer's data, and the customer: what is used stays
// used, and a key counts once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/catalog/reach.hpp"

namespace postferry::storage::catalog {

struct LicenceKeyRow {
  std::string id;
  std::string customer;
  std::int64_t migrations = 0;
  Instant issued{};
  Instant added{};
  std::string added_by;  // a person

  static void each(auto& row, auto&& visit) {
    visit("id", row.id);
    visit("customer_id", row.customer);
    visit("migrations", row.migrations);
    visit("issued", row.issued);
    visit("added", row.added);
    visit("added_by", row.added_by);
  }
};

// One acceptance. What it was for goes with the customer's data.
struct CreditUseRow {
  std::string id{};
  std::string customer{};
  Instant at{};
  std::string person{};
  std::string what{};
  std::int64_t migrations = 0;
  std::int64_t remaining = 0;  // after it; 0 where none are required

  static void each(auto& row, auto&& visit) {
    visit("id", row.id);
    visit("customer_id", row.customer);
    visit("used_at", row.at);
    visit("person_id", row.person);
    visit("what", row.what);
    visit("migrations", row.migrations);
    visit("remaining", row.remaining);
  }
};

enum class CreditMode : std::uint8_t {
  open,   // the operator requires no keys: migrations are only counted
  free,   // keys are required and the customer has none: so many and no more
  keyed,  // as many as all keys together say
};

struct Credit {
  CreditMode mode = CreditMode::open;
  std::int64_t total = 0;      // that the mode allows; 0 when open
  std::int64_t used = 0;       // of them; what was used in another mode does not count
  std::int64_t ever_used = 0;  // in all modes together
  std::int64_t remaining() const { return total > used ? total - used : 0; }
};

struct CreditRule {
  bool required = false;
  std::int64_t free_total = 2;
};

std::span<const std::string_view> credit_tables();

Credit credit_of(soci::session& session, const std::string& customer, const CreditRule& rule);
// Counts `use.migrations` for its customer, all or none: also of two at once, no more are given
// than there are. Sets use.remaining and writes it down. What there is instead when it is too
// little.
std::expected<Credit, Credit> take_credits(soci::session& session, CreditUseRow& use,
                                           const CreditRule& rule);

// False when the key was registered before, by whomever.
bool add_key(soci::session& session, const LicenceKeyRow& row);
std::vector<LicenceKeyRow> licence_keys(soci::session& session, const Reach& reach);
std::vector<CreditUseRow> credit_uses(soci::session& session, const Reach& reach,
                                      std::size_t limit);  // newest first
// What each was for; the count stays.
std::int64_t remove_credit_uses(soci::session& session, const std::string& customer);

}  // namespace postferry::storage::catalog

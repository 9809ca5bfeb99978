#include "storage/catalog/credits.hpp"

#include <fmt/format.h>

namespace postferry::storage::catalog {
namespace {

constexpr std::string_view credit_definitions[] = {
    "CREATE TABLE credit (customer_id TEXT PRIMARY KEY, used_open {number} NOT NULL,"
    " used_free {number} NOT NULL, used_keyed {number} NOT NULL)",
    "CREATE TABLE credit_use (id TEXT PRIMARY KEY, customer_id TEXT NOT NULL,"
    " used_at {number} NOT NULL, person_id TEXT NOT NULL, what TEXT NOT NULL,"
    " migrations {number} NOT NULL, remaining {number} NOT NULL)",
    "CREATE INDEX credit_use_of_customer ON credit_use (customer_id, id)",
    "CREATE TABLE licence_key (id TEXT PRIMARY KEY, customer_id TEXT NOT NULL,"
    " migrations {number} NOT NULL, issued {number} NOT NULL, added {number} NOT NULL,"
    " added_by TEXT NOT NULL)",
    "CREATE INDEX licence_key_of_customer ON licence_key (customer_id)",
};

constexpr std::string_view sum_of_keys =
    "(SELECT COALESCE(SUM(migrations), 0) FROM licence_key WHERE customer_id = :keys_of)";

struct Used {
  std::int64_t open = 0;
  std::int64_t free = 0;
  std::int64_t keyed = 0;

  static void each(auto& row, auto&& visit) {
    visit("used_open", row.open);
    visit("used_free", row.free);
    visit("used_keyed", row.keyed);
  }
};

struct Keys {
  std::int64_t count = 0;
  std::int64_t migrations = 0;

  static void each(auto& row, auto&& visit) {
    visit("count(*)", row.count);
    visit("COALESCE(SUM(migrations), 0)", row.migrations);
  }
};

std::string_view column_of(CreditMode mode) {
  switch (mode) {
    case CreditMode::open:
      return "used_open";
    case CreditMode::free:
      return "used_free";
    case CreditMode::keyed:
      return "used_keyed";
  }
  return "used_open";
}

// The limit stands in the statement that raises the count, so nobody comes between.
bool raise(soci::session& session, CreditMode mode, const CreditUseRow& use,
           const CreditRule& rule) {
  Bindings bindings{{"more", use.migrations}, {"customer", use.customer}};
  auto sql = fmt::format("UPDATE credit SET {0} = {0} + :more WHERE customer_id = :customer",
                         column_of(mode));
  if (mode != CreditMode::open) {
    bindings.push_back({"wanted", use.migrations});
    sql += fmt::format(" AND {} + :wanted <= ", column_of(mode));
    if (mode == CreditMode::keyed) {
      sql += sum_of_keys;
      bindings.push_back({"keys_of", use.customer});
    } else {
      sql += ":allowed";
      bindings.push_back({"allowed", rule.free_total});
    }
  }
  return execute(session, sql, bindings) == 1;
}

}  // namespace

std::span<const std::string_view> credit_tables() { return credit_definitions; }

Credit credit_of(soci::session& session, const std::string& customer, const CreditRule& rule) {
  const Bindings bindings{{"customer", customer}};
  const auto counts = select<Used>(session, "credit WHERE customer_id = :customer", bindings);
  const auto used = counts.empty() ? Used{} : counts.front();
  const auto keys =
      select<Keys>(session, "licence_key WHERE customer_id = :customer", bindings).front();
  Credit credit{.ever_used = used.open + used.free + used.keyed};
  if (!rule.required) {
    credit.used = used.open;
  } else if (keys.count == 0) {
    credit.mode = CreditMode::free;
    credit.total = rule.free_total;
    credit.used = used.free;
  } else {
    credit.mode = CreditMode::keyed;
    credit.total = keys.migrations;
    credit.used = used.keyed;
  }
  return credit;
}

std::expected<Credit, Credit> take_credits(soci::session& session, CreditUseRow& use,
                                           const CreditRule& rule) {
  execute(session,
          "INSERT INTO credit (customer_id, used_open, used_free, used_keyed) "
          "VALUES (:customer, 0, 0, 0) ON CONFLICT (customer_id) DO NOTHING",
          {{"customer", use.customer}});
  const auto before = credit_of(session, use.customer, rule);
  if (use.migrations < 0 || !raise(session, before.mode, use, rule)) return std::unexpected(before);
  const auto after = credit_of(session, use.customer, rule);
  use.remaining = after.remaining();
  insert(session, "credit_use", use);
  return after;
}

bool add_key(soci::session& session, const LicenceKeyRow& row) {
  return execute(session,
                 "INSERT INTO licence_key (" + column_names<LicenceKeyRow>() +
                     ") VALUES (:id, :customer_id, :migrations, :issued, :added, :added_by) "
                     "ON CONFLICT (id) DO NOTHING",
                 bindings_of(row)) == 1;
}

std::vector<LicenceKeyRow> licence_keys(soci::session& session, const Reach& reach) {
  Bindings bindings;
  const auto within = reach.condition(bindings);
  return select<LicenceKeyRow>(
      session, "licence_key WHERE " + within + " ORDER BY added DESC, id DESC", bindings);
}

std::vector<CreditUseRow> credit_uses(soci::session& session, const Reach& reach,
                                      std::size_t limit) {
  Bindings bindings{{"most", cell_of(limit)}};
  const auto within = reach.condition(bindings);
  return select<CreditUseRow>(
      session, "credit_use WHERE " + within + " ORDER BY id DESC LIMIT :most", bindings);
}

std::int64_t remove_credit_uses(soci::session& session, const std::string& customer) {
  return execute(session, "DELETE FROM credit_use WHERE customer_id = :customer",
                 {{"customer", customer}});
}

}  // namespace postferry::storage::catalog

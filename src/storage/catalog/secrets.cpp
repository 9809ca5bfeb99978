#include "storage/catalog/secrets.hpp"

namespace postferry::storage::catalog {
namespace {

constexpr std::string_view secret_definitions[] = {
    "CREATE TABLE secret (owner_id TEXT NOT NULL, side TEXT NOT NULL, customer_id TEXT NOT NULL,"
    " vault_key TEXT NOT NULL, sealed TEXT NOT NULL, sealed_at {number} NOT NULL,"
    " wipe_after {number} NOT NULL, PRIMARY KEY (owner_id, side))",
    "CREATE INDEX secret_of_customer ON secret (customer_id)",
    "CREATE INDEX secret_due ON secret (wipe_after) WHERE wipe_after > 0",
};

struct Owner {
  std::string id;
  static void each(auto& row, auto&& visit) { visit("owner_id", row.id); }
};

// Where `condition` holds; gives each owner once.
std::vector<std::string> wipe_where(soci::session& session, const std::string& condition,
                                    const Bindings& bindings) {
  const auto those = "secret WHERE " + condition;
  const auto rows =
      select<Owner>(session, those + " GROUP BY owner_id ORDER BY owner_id", bindings);
  execute(session, "DELETE FROM " + those, bindings);
  std::vector<std::string> owners;
  for (const auto& row : rows) owners.push_back(row.id);
  return owners;
}

}  // namespace

std::span<const std::string_view> secret_tables() { return secret_definitions; }

void put_secret(soci::session& session, const SecretRow& row) {
  execute(session, "DELETE FROM secret WHERE owner_id = :owner AND side = :side",
          {{"owner", row.owner}, {"side", row.side}});
  insert(session, "secret", row);
}

std::optional<SecretRow> find_secret(soci::session& session, const Reach& reach,
                                     const std::string& owner, const std::string& side) {
  Bindings bindings{{"owner", owner}, {"side", side}};
  const auto within = reach.condition(bindings);
  auto rows = select<SecretRow>(
      session, "secret WHERE owner_id = :owner AND side = :side AND " + within, bindings);
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

std::int64_t wipe_secrets(soci::session& session, const Reach& reach, const std::string& owner) {
  Bindings bindings{{"owner", owner}};
  const auto within = reach.condition(bindings);
  return execute(session, "DELETE FROM secret WHERE owner_id = :owner AND " + within, bindings);
}

std::int64_t wipe_secrets_of_customer(soci::session& session, const std::string& customer) {
  return execute(session, "DELETE FROM secret WHERE customer_id = :customer",
                 {{"customer", customer}});
}

std::vector<std::string> wipe_due_secrets(soci::session& session, Instant now) {
  return wipe_where(session, "wipe_after > 0 AND wipe_after <= :due", {{"due", cell_of(now)}});
}

void set_wipe_after(soci::session& session, const std::string& owner, Instant wipe_after) {
  execute(session, "UPDATE secret SET wipe_after = :wipe_after WHERE owner_id = :owner",
          {{"wipe_after", cell_of(wipe_after)}, {"owner", owner}});
}

std::vector<SecretRow> one_secret_of_each_key(soci::session& session) {
  return select<SecretRow>(
      session,
      "secret WHERE (vault_key, owner_id) IN (SELECT vault_key, min(owner_id) FROM secret"
      " GROUP BY vault_key) AND NOT EXISTS (SELECT 1 FROM secret AS other WHERE"
      " other.owner_id = secret.owner_id AND other.vault_key = secret.vault_key AND other.side <"
      " secret.side) ORDER BY vault_key",
      {});
}

std::vector<std::string> wipe_secrets_under_key(soci::session& session, const std::string& key) {
  return wipe_where(session, "vault_key = :key", {{"key", key}});
}

std::vector<SecretRow> secrets_under_other_keys(soci::session& session, const std::string& key,
                                                std::size_t limit) {
  return select<SecretRow>(session,
                           "secret WHERE vault_key <> :kept ORDER BY owner_id, side LIMIT :most",
                           {{"kept", key}, {"most", cell_of(limit)}});
}

bool reseal(soci::session& session, const SecretRow& row, const std::string& sealed_before) {
  return execute(session,
                 "UPDATE secret SET vault_key = :vault_key, sealed = :sealed WHERE "
                 "owner_id = :owner_id AND side = :side AND sealed = :sealed_before",
                 {{"vault_key", row.key},
                  {"sealed", row.sealed},
                  {"owner_id", row.owner},
                  {"side", row.side},
                  {"sealed_before", sealed_before}}) == 1;
}

}  // namespace postferry::storage::catalog

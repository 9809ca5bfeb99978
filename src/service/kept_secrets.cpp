#include "service/kept_secrets.hpp"

#include <utility>
#include <vector>

namespace postferry::service {
namespace {

using storage::SealedSecret;
using storage::SecretPlace;
using storage::Vault;
using storage::catalog::SecretRow;

constexpr std::size_t at_a_time = 200;

// A row as it was, and as it shall be.
struct Resealed {
  SecretRow row;
  std::string before;
};

Result<std::vector<Resealed>> resealed(const Vault& vault, std::vector<SecretRow> rows) {
  std::vector<Resealed> result;
  for (auto& row : rows) {
    const auto secret = opened(vault, row);
    if (!secret) return std::unexpected(secret.error());
    auto sealed = vault.seal(*secret, SecretPlace{.owner = row.owner, .side = row.side});
    row.key = std::move(sealed.key);
    auto before = std::exchange(row.sealed, std::move(sealed.text));
    result.push_back({.row = std::move(row), .before = std::move(before)});
  }
  return result;
}

}  // namespace

SecretRow sealed_row(const Vault& vault, const SecretOf& of, const Secret& secret, Instant now) {
  auto sealed = vault.seal(secret, SecretPlace{.owner = of.owner, .side = of.side});
  return {.owner = of.owner,
          .side = of.side,
          .customer = of.customer,
          .key = std::move(sealed.key),
          .sealed = std::move(sealed.text),
          .sealed_at = now,
          .wipe_after = of.wipe_after};
}

Result<Secret> opened(const Vault& vault, const SecretRow& row) {
  return vault.open(SealedSecret{.key = row.key, .text = row.sealed},
                    SecretPlace{.owner = row.owner, .side = row.side});
}

Task<Result<std::size_t>> seal_anew(storage::catalog::Catalog& catalog, const Vault& vault) {
  std::size_t count = 0;
  for (;;) {
    auto rows = co_await catalog.look([key = vault.key()](soci::session& session) {
      return storage::catalog::secrets_under_other_keys(session, key, at_a_time);
    });
    if (rows.empty()) co_return count;
    auto anew = resealed(vault, std::move(rows));
    if (!anew) co_return std::unexpected(anew.error());
    count += co_await catalog.change([changes = *std::move(anew)](soci::session& session) {
      std::size_t changed = 0;
      for (const auto& change : changes)
        if (reseal(session, change.row, change.before)) ++changed;
      return changed;
    });
  }
}

}  // namespace postferry::service

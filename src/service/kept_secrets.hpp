// Passwords on their way into the catalog and out of it, sealed by the vault.
//
// Used when a migration is accepted (the row is made before the transaction that stores it), by the
// engine's side when a run begins, and by the command that changes the vault's key. The vault lives
// as long as the tasks.
#pragma once

#include <cstddef>
#include <string>

#include "base/error.hpp"
#include "base/secret.hpp"
#include "base/task.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/catalog/secrets.hpp"
#include "storage/vault.hpp"

namespace postferry::service {

// Whose it is, and until when it is kept at most ("none": until it is wiped).
struct SecretOf {
  std::string owner;     // a migration's id, or a name like "own_server"
  std::string side;      // "source", "target" or ""
  std::string customer;  // "": the installation's
  Instant wipe_after{};
};

storage::catalog::SecretRow sealed_row(const storage::Vault& vault, const SecretOf& of,
                                       const Secret& secret, Instant now);

// Error state_broken when the key file does not open it.
Result<Secret> opened(const storage::Vault& vault, const storage::catalog::SecretRow& row);

// Seals with the vault's newest key all that another key sealed; then the older keys can be
// dropped. How many; error state_broken at the first that does not open.
Task<Result<std::size_t>> seal_anew(storage::catalog::Catalog& catalog,
                                    const storage::Vault& vault);

}  // namespace postferry::service

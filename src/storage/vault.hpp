// Vault: seals passwords before they go into the database, and opens them for the running engine.
//
// XChaCha20-Poly1305 through libsodium. A sealed text is bound to its place (owner and side): moved
// to another row it does not open. Its length tells the password's only in steps of 32 bytes. Made
// from the keys of vault_keys.hpp, never changed after: any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/secret.hpp"
#include "storage/vault_keys.hpp"

namespace postferry::storage {

struct SecretPlace {
  std::string_view owner;  // a migration's id, or a name like "own_server"
  std::string_view side;   // "source", "target" or ""
};

struct SealedSecret {
  std::string key;   // the id of the key that opens it
  std::string text;  // base64
};

class Vault {
 public:
  // Seals with the last of the keys.
  explicit Vault(std::vector<VaultKey> keys);

  SealedSecret seal(const Secret& secret, const SecretPlace& place) const;
  // Error state_broken: its key is not in the key file, or the text is not what was sealed for this
  // place.
  Result<Secret> open(const SealedSecret& sealed, const SecretPlace& place) const;

  // With which it seals: what names another one should be sealed anew.
  const std::string& key() const noexcept { return keys_.back().id; }

 private:
  std::vector<VaultKey> keys_;
};

}  // namespace postferry::storage

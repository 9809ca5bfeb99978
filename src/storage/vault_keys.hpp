// The vault's key file: a text file outside the database, with one line for each key, the newest
// last. Whoever has it and the database can read every stored password; whoever loses it can read
// none, and people have to enter theirs again.
//
// Read once at the start, changed by hand only through these functions: each writes a new file
// beside it, syncs it and puts it in its place. A file that others than its owner can read is
// refused. Failure file_unreadable when it cannot be used. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/secret.hpp"

namespace postferry::storage {

struct VaultKey {
  std::string id;  // 8 hex digits
  Secret bytes;    // 32 of them
};

// The newest last; never empty.
std::vector<VaultKey> read_vault_keys(const std::filesystem::path& file);

// Makes the file with one key; false when there is one already.
bool make_vault_keys(const std::filesystem::path& file);

// Adds a key, with which everything is sealed from now on; the older ones still open what they
// sealed. Gives its id.
std::string add_vault_key(const std::filesystem::path& file);

// Drops all keys but the newest: what they sealed can never be read again, so first seal it anew.
void drop_old_vault_keys(const std::filesystem::path& file);

}  // namespace postferry::storage

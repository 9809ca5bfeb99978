// Whether the key file opens what the database holds: asked before the service starts, so that it
// neither makes a new key silently nor finds out at the first run.
//
// Called by serve and by postferry vault.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "storage/catalog/catalog.hpp"

namespace postferry::app {

// Ids of keys that have sealed something which the file does not open; all that are in use when the
// file is gone. Failure file_unreadable when it is there and cannot be used.
std::vector<std::string> missing_vault_keys(storage::catalog::Catalog& catalog,
                                            const std::filesystem::path& key_file);

// Failure file_unreadable, which says what to do, when there are such keys.
void demand_vault_keys(storage::catalog::Catalog& catalog, const std::filesystem::path& key_file);

}  // namespace postferry::app

// The operator's own server as drafts fill it: who logs in there, with the credential that is
// stored for it, or that each user has to bring a password.
//
// Used wherever drafts come in: by credential checks, plans and lists. On the thread that serves
// requests; the vault and the catalog live longer than the task.
#pragma once

#include <optional>
#include <vector>

#include "base/task.hpp"
#include "service/draft.hpp"
#include "service/lists/formal_check.hpp"
#include "service/settings.hpp"
#include "service/shared_doors.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/vault.hpp"

namespace postferry::service {

// The master with his password; nothing where there is no own server, no master, or no password is
// stored for him. Failure state_broken when the vault does not open it.
Task<std::optional<Login>> own_server_login(storage::catalog::Catalog& catalog,
                                            const storage::Vault& vault, Settings settings);

// For the formal check.
std::optional<OwnServer> own_server_of_lists(const Settings& settings, StoredCredential credential);

// Gives the targets that fill the own server its place. Where no credential is stored they become
// accounts like any other, which log in with the password that they bring.
void fill_own_server(std::vector<Draft>& drafts, const Settings& settings,
                     StoredCredential credential);

}  // namespace postferry::service

// Who is who: source and target are not the same account, and the servers are those of the first
// run even if DNS has moved meanwhile. A run that would read the target as its source is refused.
//
// Called by the Run before anything is compared or copied. Throws Failure{same_account} or
// {wrong_server}. One thread.
#pragma once

#include <span>

#include "engine/run_scope.hpp"

namespace postferry::engine {

void refuse_same_account(const RunContext& context, const mail::Traits& source,
                         const mail::Traits& target);

// Compares with what the journal remembers of both servers, and remembers them at the first run.
Task<> check_servers(const RunScope& scope, const mail::Traits& source, const mail::Traits& target,
                     std::span<const mail::Folder> source_folders,
                     std::span<const mail::Folder> target_folders,
                     std::span<const storage::FolderRecord> records);

}  // namespace postferry::engine

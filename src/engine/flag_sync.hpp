// Flags of later runs: what changed at the source since both sides agreed is changed on the target,
// flag by flag; what its owner changed there stays. \Deleted is never set.
//
// A flag has two values, so where both sides changed one they agree already, and only the source's
// changes have to be sent. Called by the Run after the copies. One thread.
#pragma once

#include "engine/folder_work.hpp"
#include "engine/run_scope.hpp"

namespace postferry::engine {

// The flags that travel after the first copy.
mail::Flags without_deleted(mail::Flags flags);

struct FlagSync {
  std::uint64_t changed = 0;                          // messages
  std::map<std::string, std::uint64_t> not_accepted;  // keywords that the target does not take
};

Task<FlagSync> sync_flags(const RunScope& scope, Doors& doors, FolderWork& work);

}  // namespace postferry::engine

// Moves: a message that its owner moved at the source between two runs (INBOX to Archive) is moved
// on the target too, if it is untouched there; else that is told. Its body does not travel again.
//
// Recognised by what vanished in one folder and appeared in another: the same fingerprint, then the
// same digest; in a renamed folder the same generation, id, date and size. Called by the Run after
// all surveys and before anything is copied. One thread.
#pragma once

#include <vector>

#include "engine/folder_work.hpp"
#include "engine/run_scope.hpp"

namespace postferry::engine {

// Takes what it recognised off the surveys' `to_copy`, moves it on the target and writes it down.
Task<> follow_moves(const RunScope& scope, Doors& doors, std::vector<FolderWork>& folders,
                    const std::vector<storage::FolderRecord>& vanished_folders,
                    const std::vector<mail::Folder>& target_folders);

}  // namespace postferry::engine

// What the journal counts in each folder of a pair, by state: read once for a step, because there
// may be thousands of folders. Used by the survey and by the Verifier. Values.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "engine/run_scope.hpp"

namespace postferry::engine {

using FolderCounts = std::map<storage::FolderId, std::vector<storage::StateCount>>;

Task<FolderCounts> counts_by_folder(const RunScope& scope);

// Nothing for a folder that the journal does not know.
std::span<const storage::StateCount> counts_of(const FolderCounts& counts,
                                               storage::FolderId folder);

std::uint64_t items_in(std::span<const storage::StateCount> counts);

}  // namespace postferry::engine

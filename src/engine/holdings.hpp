// Holdings: what the journal says a folder of the target holds, and the proof by counting that it
// holds just that: it held all that was settled there, gave out as many ids as were settled since,
// and now holds as many messages as there are. A message that is missing, or was delivered by
// somebody else, breaks the sum; then the folder is listed.
//
// Used by the survey and by the Verifier. Values.
#pragma once

#include <cstdint>
#include <map>
#include <span>

#include "engine/folder_counts.hpp"
#include "mail/folder.hpp"

namespace postferry::engine {

// Of one folder of the target, from all folders of the source that are merged into it.
struct Holding {
  std::uint64_t settled = 0;   // brought or found there
  std::uint64_t doubtful = 0;  // there or not: nobody knows
};
using Holdings = std::map<mail::FolderPath, Holding>;

Holdings holdings(const FolderCounts& counts, std::span<const storage::FolderRecord> records);

// Whether the folder is as it was when it was verified last.
bool is_as_verified(const mail::Folder& listed, const storage::FolderRecord& record);

// Whether all that the listing shows in the folder is settled.
bool holds_nothing_else(const mail::Folder& listed, const Holding& holding);

// Whether what was settled between two listings is all that happened there.
bool adds_up(const mail::Folder& before, const Holding& settled_before, const mail::Folder& now,
             const Holding& settled_now);

}  // namespace postferry::engine

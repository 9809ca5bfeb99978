// Settling: what became of batches that were sent and never answered, after a death of this process
// or of a connection. All open intents of a folder are settled together, before any new append.
//
// A mark that has not moved means not stored. Else fingerprint, received date and size pair what
// came since with what we sent, bytes decide where that is not enough; a delivered twin counts as
// was there, never as brought. What is missing in the range may have been moved by its owner or a
// filter: the other folders are looked at before anything is sent again. A proxy may finish our
// APPEND late: there are two looks, some seconds apart. Called by the Run and by a lane after it
// lost a connection; one thread.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/run_scope.hpp"

namespace postferry::engine {

struct SettleFolder {
  storage::FolderRecord record;
  mail::Folder source;
  mail::Folder target;
};

struct Settled {
  std::uint64_t stored = 0;      // were there: brought, or delivered by someone else
  std::uint64_t not_stored = 0;  // to be sent again
  std::uint64_t unknown = 0;     // gone from the source meanwhile, nothing to be done
};

// `others`: the target's other folders, where a message may have been moved to. Throws Failure of
// either door.
Task<Settled> settle_intents(const RunScope& scope, mail::Source& source, mail::Target& target,
                             const SettleFolder& folder, std::vector<storage::Intent> intents,
                             const std::vector<mail::Folder>& others);

// What came to the target folder since the mark and belongs to no message of this pair.
Task<std::vector<mail::Description>> strangers_since(const RunScope& scope, mail::Target& target,
                                                     const SettleFolder& folder,
                                                     const mail::Checkpoint& mark);

// A NO is not always the truth. Writes down which of the refused messages are among the strangers
// all the same, and gives back their source ids.
Task<std::vector<mail::ItemId>> settle_refused(const RunScope& scope, mail::Source& source,
                                               mail::Target& target, const SettleFolder& folder,
                                               const std::vector<mail::Description>& strangers,
                                               std::vector<mail::ItemId> refused);

// Finds the target ids of messages that were stored by a server that does not tell ids.
// `mark`: the target folder's state before the first of them.
Task<> find_brought(const RunScope& scope, mail::Source& source, mail::Target& target,
                    const SettleFolder& folder, const mail::Checkpoint& mark,
                    std::vector<storage::PlacementRecord> without_id);
// The same for all messages of the folder that are known to be brought and not known where.
Task<> find_brought(const RunScope& scope, mail::Source& source, mail::Target& target,
                    const SettleFolder& folder, const mail::Checkpoint& mark);

}  // namespace postferry::engine

// Holdings: what the journal says a folder of the target holds, and the proof by numbers that it
// holds just that: before the run it held what was settled there and nothing else; the numbers that
// it gave out since are those of the copies that were appended, each its own; and it holds as many
// messages more. A message that is missing, or was delivered by somebody else, breaks the sum; then
// the folder is listed.
//
// Used by the survey and by the Verifier. Values.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>

#include "engine/folder_counts.hpp"
#include "engine/numbers_given.hpp"
#include "mail/folder.hpp"

namespace postferry::engine {

// Of one folder of the target, from all folders of the source that are merged into it.
struct Holding {
  std::uint64_t settled = 0;   // brought or found there
  std::uint64_t doubtful = 0;  // there or not: nobody knows
  // Where the folder stood when all of them were verified last; nothing where they do not agree.
  std::optional<mail::Checkpoint> verified = std::nullopt;
};
using Holdings = std::map<mail::FolderPath, Holding>;

Holdings holdings(const FolderCounts& counts, std::span<const storage::FolderRecord> records);

// Whether the folder is as it was when it was verified last.
bool is_as_verified(const mail::Folder& listed, const mail::Checkpoint& verified);

// Whether the folder is empty, or as it was verified, and all that it shows is settled.
bool holds_nothing_else(const mail::Folder& listed, const Holding& holding);

// Whether what was appended between two listings is all that happened there.
bool adds_up(const mail::Folder& before, const Holding& held_before, const NumbersGiven& given,
             const mail::Folder& now, const Holding& held_now);

}  // namespace postferry::engine

// The survey of one folder: what the source has that the journal does not know settled, what the
// target holds of it already, whose flags changed, and what vanished. Reads both sides, writes
// nothing; the dry run and the run itself rest on the same survey.
//
// Called by the Planner for each mapped folder. Throws Failure (scope folder: this one cannot be
// read; wider: the run ends). One thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_set>
#include <vector>

#include "engine/folder_mapping.hpp"
#include "engine/holdings.hpp"
#include "engine/placement_list.hpp"
#include "engine/run_scope.hpp"

namespace postferry::engine {

enum class Look : std::uint8_t {
  delta,  // from the journalled checkpoint, and not at all when nothing changed
  full,   // everything: failures remain, or the options changed
};

// A settled message whose flags changed at the source since both sides agreed.
struct FlagUpdate {
  mail::ItemId source;
  mail::ItemId target;
  mail::Flags base;
  mail::Flags now;
};

struct FolderSurvey {
  bool unchanged = false;           // nothing to look at, nothing to do
  bool generation_changed = false;  // ids were matched anew; `rebound` replaces the records
  PlacementList to_copy;
  std::vector<storage::PlacementRecord> newly_known;  // was there, excluded
  std::vector<storage::PlacementRecord> rebound;
  std::vector<storage::PlacementRecord> vanished;  // settled once, no longer at the source
  std::vector<storage::PlacementRecord> returned;  // vanished once, shown again
  std::vector<FlagUpdate> flag_updates;
  std::vector<mail::Description> descriptions;  // of to_copy, where headers had to be read
  std::uint64_t messages = 0;                   // at the source now
  std::uint64_t settled = 0;
  std::uint64_t was_there = 0;
  std::map<std::string, std::uint64_t> excluded;
  mail::Generation source_generation;
  mail::Checkpoint source_checkpoint;
};

// What is known beyond one folder while all are surveyed.
struct Known {
  FolderCounts counts;
  Holdings held;  // before the run
  // Which of the target folder's were found to be somebody's already: several may be merged into
  // it.
  std::map<mail::FolderPath, std::unordered_set<mail::ItemId>> claims;
};

// Whether the journal knows all of the folder already, so that surveying it asks nobody.
bool is_unchanged(const MappedFolder& folder, Look look);

Task<FolderSurvey> survey_folder(const RunScope& scope, Doors& doors, const MappedFolder& folder,
                                 Look look, Known& known);

// Fetches the headers of `to_copy` where the survey did not need them.
Task<> describe_to_copy(Doors& doors, const MappedFolder& folder, FolderSurvey& survey);

}  // namespace postferry::engine

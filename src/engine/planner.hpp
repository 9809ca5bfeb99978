// The Planner: both listings, the mapping of folders and the survey of each: what there is to do.
// Its result is the run's work, and printed, the dry run. Reads both sides, writes nothing.
//
// Called by the Run and by plan(). Throws Failure when a side cannot be listed. One thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/crew.hpp"
#include "engine/folder_work.hpp"
#include "engine/run_scope.hpp"

namespace postferry::engine {

// Both accounts as they were listed, and what the journal knew of them.
struct Situation {
  std::vector<mail::Folder> source_folders;
  std::vector<mail::Folder> target_folders;
  std::vector<storage::FolderRecord> records;
  std::vector<storage::FolderRecord> vanished_folders;
  std::vector<FolderWork> folders;
  Holdings held;                                   // in the target's folders, before the run
  std::map<mail::FolderPath, NumbersGiven> given;  // there, to what the run appended
  bool surveyed = false;                           // all of them
};

// Whether anything is no longer where the journal knows it, and may have been moved.
bool something_left(const Situation& situation);

struct ListedFolders {
  std::vector<mail::Folder> source;
  std::vector<mail::Folder> target;
};

// Both sides at the same time.
Task<ListedFolders> list_folders(Doors& doors);

Task<Situation> list_both(const RunScope& scope, Doors& doors);

// Surveys every folder that is not excluded; a folder that cannot be read is marked broken.
Task<> survey_all(const RunScope& scope, Crew& crew, Situation& situation, Look look);

Task<Plan> plan_of(const RunScope& scope, Doors& doors, const Situation& situation);

// What of the plan the target has no room for, in sentences.
std::vector<std::string> room_warnings(const Plan& plan);

}  // namespace postferry::engine

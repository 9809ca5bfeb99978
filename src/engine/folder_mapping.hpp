// Which source folder goes into which target folder, under which name, and why.
//
// A pure function of both listings, the journal's folders and the options; called once a run by the
// Planner and by verify. What the journal remembers stays: a folder keeps its target for ever once
// a message of it is settled. Two source folders share a target only when --map says so.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/options.hpp"
#include "engine/plan.hpp"
#include "mail/folder.hpp"
#include "mail/traits.hpp"
#include "storage/records.hpp"

namespace postferry::engine {

struct MappedFolder {
  mail::Folder source;
  mail::SpecialUse use = mail::SpecialUse::none;  // told by the server or by the name
  mail::FolderPath target_path;
  std::optional<mail::Folder> target;  // when it is there already
  std::optional<storage::FolderRecord> record;
  FolderAction action = FolderAction::exists;
  std::string rule;             // for excluded
  std::string renamed_because;  // empty when the name is as wished
  std::string kept_because;     // when the options wish another target than the journal remembers
};

struct FolderMap {
  std::vector<MappedFolder> folders;            // parents before their children
  std::vector<storage::FolderRecord> vanished;  // in the journal, no longer at the source
};

FolderMap map_folders(std::span<const mail::Folder> source, std::span<const mail::Folder> target,
                      std::span<const storage::FolderRecord> records,
                      const mail::NamingRules& rules, const Options& options);

}  // namespace postferry::engine

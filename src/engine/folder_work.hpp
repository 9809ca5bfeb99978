// FolderWork: one folder on its way through a run: how it is mapped, what the survey found, where
// it goes. Made by the Run, passed from step to step. One thread.
#pragma once

#include <memory>
#include <optional>

#include "engine/batch_queue.hpp"
#include "engine/folder_mapping.hpp"
#include "engine/survey.hpp"

namespace postferry::engine {

struct FolderWork {
  MappedFolder mapped;
  FolderSurvey survey;
  storage::FolderRecord record;          // as journalled, with its id
  std::shared_ptr<CopiedFolder> copied;  // once the target folder is there
  bool flags_learned = false;            // which of them the target folder takes
  std::optional<Error> broken;           // this folder could not be read or made
  std::uint64_t excluded_messages = 0;   // of a folder that a rule leaves out

  bool is_copied() const {
    return !broken && mapped.action != FolderAction::excluded &&
           mapped.action != FolderAction::container;
  }
};

}  // namespace postferry::engine

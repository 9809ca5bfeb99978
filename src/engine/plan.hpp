// Plan: what a run would do, as a value. Printed, it is the dry run; nothing was written anywhere.
//
// Made by the Planner from the listings of both sides, the journal and the options. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "mail/folder.hpp"
#include "mail/traits.hpp"

namespace postferry::engine {

enum class FolderAction : std::uint8_t {
  exists,     // on the target already
  create,     // will be made
  container,  // \Noselect: made only as a parent
  excluded,   // by a rule, named in `rule`
};

struct PlannedFolder {
  mail::FolderPath source;
  mail::FolderPath target;
  FolderAction action = FolderAction::exists;
  std::string rule;             // for excluded
  std::string renamed_because;  // why the name differs from the source's or the map's
  std::uint64_t messages = 0;   // at the source
  std::uint64_t settled = 0;    // by earlier runs
  std::uint64_t to_copy = 0;
  std::uint64_t to_copy_bytes = 0;
  std::uint64_t was_there = 0;
  std::uint64_t flag_changes = 0;
  std::uint64_t vanished = 0;                     // no longer at the source
  std::map<std::string, std::uint64_t> excluded;  // by rule
};

struct Plan {
  std::string source;  // "alice@old.example"
  std::string target;
  std::vector<PlannedFolder> folders;
  mail::Quota quota;
  std::optional<std::uint64_t> largest_item_bytes;  // the target's limit
  std::uint64_t too_large = 0;                      // messages over it
  std::vector<std::string> warnings;                // sentences: what will not fit, ...
};

}  // namespace postferry::engine

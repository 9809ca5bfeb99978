// PairLook: how far a pair of accounts is, folder by folder, for people who watch.
//
// Asked by Journal::look() on the writer's thread. Reads tallies where they are up to date, else
// the placements themselves, and writes nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/connection.hpp"
#include "storage/records.hpp"

namespace postferry::storage {

// What failed or is doubtful in one folder for the same reason.
struct Trouble {
  FolderId folder{};
  PlacementState state = PlacementState::failed;
  std::string code;  // the name of the error; may be empty where it is doubtful
  std::uint64_t items = 0;
  std::string note;  // the server's words for one of them
};

struct PairLook {
  std::vector<FolderRecord> folders;
  std::vector<StateCount> counts;  // of what stands present; without the rules
  std::vector<Trouble> trouble;
};

std::optional<PairLook> look_at(Connection& connection, const AccountPair& accounts);

}  // namespace postferry::storage

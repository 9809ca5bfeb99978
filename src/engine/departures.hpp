// Departures: the settled messages that the source does not show any more where they were, and
// which of the new ones elsewhere they are: the folder was renamed, or they were moved.
//
// Used by follow_moves(). A message is recognised by the folder's generation and its id, date and
// size, else by its digest; what was settled without one, by a strong fingerprint and the size.
// One thread.
#pragma once

#include <map>
#include <vector>

#include "engine/folder_work.hpp"
#include "engine/run_scope.hpp"

namespace postferry::engine {

struct Departed {
  storage::FolderRecord folder;
  storage::PlacementRecord record;
};

struct Move {
  Departed from;
  mail::Placement now;
};

class Departures {
 public:
  explicit Departures(const RunScope& scope) : scope_(scope) {}

  Task<> collect(const std::vector<FolderWork>& folders,
                 const std::vector<storage::FolderRecord>& vanished_folders);
  bool empty() const noexcept { return departed_.empty(); }

  // Which of them have come to this folder; those are not departed any more. `source` reads what
  // only bytes can tell.
  Task<std::vector<Move>> take_arrived(mail::Source& source, const FolderWork& work);

 private:
  void depart(const storage::FolderRecord& folder, const storage::PlacementRecord& record);
  std::vector<Move> take_renamed(const FolderWork& work);
  Task<std::vector<Move>> take_moved(mail::Source& source, const FolderWork& work);

  const RunScope& scope_;
  std::multimap<mail::Fingerprint, Departed> departed_;
};

}  // namespace postferry::engine

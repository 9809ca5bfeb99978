// The writing steps of a run, in their order: surveys into the journal, folders onto the target,
// changes of flags, the first copies and their reading back, the lanes.
//
// Called by the Run only; keeps what the verdict will tell of them. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "engine/planner.hpp"
#include "engine/progress_meter.hpp"
#include "engine/verdict.hpp"

namespace postferry::engine {

struct Crossing;

class CrossingSteps {
 public:
  CrossingSteps(RunScope& scope, Crew& crew) : scope_(scope), crew_(crew), doors_(crew.first()) {}

  void traits_known(bool known) { traits_known_ = known; }
  // For steps that begin anew; what was copied stays counted.
  void forget_folders();

  Task<> write_surveys(Situation& situation);
  // Makes the folders, subscribes them, and learns which flags each takes; where flags are to be
  // changed, flags() learns it, which opens the folder anyway.
  Task<> prepare(Situation& situation);
  Task<> mark_vanished(const Situation& situation);
  // Before copy(), which appends to a folder without opening it.
  Task<> flags(Situation& situation);
  Task<> copy(Situation& situation);

  void target_was_touched() noexcept { touched_ = true; }
  // Whether anything was written to the target, so that its listing is old.
  bool target_touched() const noexcept { return touched_; }
  void fill(Verdict& verdict) const;

 private:
  Task<> write_survey(FolderWork& work);
  Task<> prepare_folder(Doors& doors, Situation& situation, FolderWork& work);
  Task<Result<mail::Folder>> ensure_folder(Doors& doors, Situation& situation, FolderWork& work);
  Task<Result<mail::Folder>> ensure_some_name(Doors& doors, Situation& situation, FolderWork& work,
                                              mail::FolderWish wish);
  Task<std::optional<Error>> make_ready(Doors& doors, Situation& situation, FolderWork& work);
  // When it is learned which flags a folder takes; where none change, it is now.
  enum class Learning : std::uint8_t { now, with_changes };
  Task<> learn_folder(Doors& doors, FolderWork& work, const mail::Folder& target,
                      Learning of_flags);
  Task<mail::Flags> flags_taken(Doors& doors, const FolderWork& work, const mail::Folder& folder);
  Task<> rebind_to(Doors& doors, FolderWork& work, const mail::Folder& target);
  Task<> carry_flags_if_possible(Doors& doors, FolderWork& work);
  Task<> carry_flags(Doors& doors, FolderWork& work);
  Task<> try_first_copies(Situation& situation, Crossing& crossing);
  Task<> run_lanes(Crossing& crossing);
  Task<> look_at_dates(Situation& situation);
  Task<> find_ids(Situation& situation, Crossing& crossing);
  void give_out(Situation& situation, Crossing& crossing, const mail::Traits& traits);
  Task<> warn_of_room(const Situation& situation);

  // Whether a folder whose name is refused gets another one at once.
  enum class Naming : std::uint8_t { as_wished, freely };

  RunScope& scope_;
  Crew& crew_;
  Doors& doors_;  // the first lane's
  Naming naming_ = Naming::as_wished;
  bool traits_known_ = false;
  bool touched_ = false;
  std::uint64_t copied_ = 0;
  std::uint64_t copied_bytes_ = 0;
  std::uint64_t flags_changed_ = 0;
  std::map<std::string, std::uint64_t> keywords_dropped_;
  std::vector<std::string> folders_not_made_;
  std::vector<FolderWork*> to_be_renamed_;  // the target refused their names
  std::map<storage::FolderId, std::vector<mail::ItemId>> odd_dates_;
};

}  // namespace postferry::engine

#include "engine/holdings.hpp"

namespace postferry::engine {

Holdings holdings(const FolderCounts& counts, std::span<const storage::FolderRecord> records) {
  Holdings result;
  for (const auto& record : records) {
    auto& holding = result[record.target_path];
    for (const auto& count : counts_of(counts, record.id)) {
      if (count.state == storage::PlacementState::brought ||
          count.state == storage::PlacementState::was_there)
        holding.settled += count.items;
      else if (count.state == storage::PlacementState::doubtful)
        holding.doubtful += count.items;
    }
  }
  return result;
}

bool is_as_verified(const mail::Folder& listed, const storage::FolderRecord& record) {
  return listed.state && listed.state->covers != mail::Covers::nothing &&
         !record.target_checkpoint.is_beginning() &&
         listed.state->checkpoint == record.target_checkpoint;
}

bool holds_nothing_else(const mail::Folder& listed, const Holding& holding) {
  return listed.state && holding.doubtful == 0 && holding.settled == listed.state->messages;
}

bool adds_up(const mail::Folder& before, const Holding& settled_before, const mail::Folder& now,
             const Holding& settled_now) {
  if (!holds_nothing_else(before, settled_before) || !holds_nothing_else(now, settled_now))
    return false;
  if (before.generation.empty() || before.generation != now.generation) return false;
  if (!before.state->ids_given || !now.state->ids_given) return false;
  return now.state->messages >= before.state->messages &&
         *now.state->ids_given - *before.state->ids_given ==
             now.state->messages - before.state->messages;
}

}  // namespace postferry::engine

#include "engine/holdings.hpp"

namespace postferry::engine {
namespace {

void count(Holding& holding, const storage::StateCount& count) {
  if (count.state == storage::PlacementState::brought ||
      count.state == storage::PlacementState::was_there)
    holding.settled += count.items;
  else if (count.state == storage::PlacementState::doubtful)
    holding.doubtful += count.items;
}

}  // namespace

Holdings holdings(const FolderCounts& counts, std::span<const storage::FolderRecord> records) {
  Holdings result;
  for (const auto& record : records) {
    const auto [place, is_new] = result.try_emplace(record.target_path);
    auto& holding = place->second;
    if (is_new)
      holding.verified = record.target_checkpoint;
    else if (holding.verified != record.target_checkpoint)
      holding.verified.reset();
    for (const auto& one : counts_of(counts, record.id)) count(holding, one);
  }
  return result;
}

bool is_as_verified(const mail::Folder& listed, const mail::Checkpoint& verified) {
  return listed.state && listed.state->covers != mail::Covers::nothing &&
         !verified.is_beginning() && listed.state->checkpoint == verified;
}

bool holds_nothing_else(const mail::Folder& listed, const Holding& holding) {
  if (!listed.state || holding.doubtful > 0 || holding.settled != listed.state->messages)
    return false;
  return listed.state->messages == 0 ||
         (holding.verified && is_as_verified(listed, *holding.verified));
}

bool adds_up(const mail::Folder& before, const Holding& held_before, const NumbersGiven& given,
             const mail::Folder& now, const Holding& held_now) {
  if (!holds_nothing_else(before, held_before) || !now.state) return false;
  if (before.generation.empty() || before.generation != now.generation) return false;
  const auto& first = before.state->last_number;
  const auto& last = now.state->last_number;
  return first && last && given.are_all_between(*first, *last) &&
         now.state->messages == before.state->messages + given.count() &&
         held_now.settled == held_before.settled + given.count() && held_now.doubtful == 0;
}

}  // namespace postferry::engine

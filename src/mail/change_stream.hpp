// ChangeStream: what a folder holds that a checkpoint does not know yet, in batches of bounded
// size. From the beginning it is everything. The next checkpoint comes with the end.
//
// Made by Source::changes(), drained by the Planner. Lifetime and threads as ContentStream.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/task.hpp"
#include "mail/folder.hpp"
#include "mail/placement.hpp"

namespace postferry::mail {

enum class Coverage : std::uint8_t {
  everything,            // all placements are listed; what is not listed is not there
  changes_and_vanished,  // new, changed, and vanished since the checkpoint
  changes_only,          // new and changed; what vanished must be found by ids()
};

struct ChangeBatch {
  std::vector<Placement> present;  // new, or with other flags
  std::vector<ItemId> vanished;
};

class ChangeStream {
 public:
  virtual ~ChangeStream() = default;

  virtual Coverage coverage() const = 0;
  virtual const Generation& generation() const = 0;
  virtual std::uint64_t messages() const = 0;  // how many the folder holds now

  // The next batch (at most a thousand placements), or nullopt at the end.
  virtual Task<std::optional<ChangeBatch>> next() = 0;
  // Where the next look may begin; only after the end.
  virtual Checkpoint checkpoint() const = 0;
};

}  // namespace postferry::mail

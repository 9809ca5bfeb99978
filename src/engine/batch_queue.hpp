// The queue of batches: what is to be copied, cut into portions for one append, given out to lanes.
//
// A folder belongs to one lane at a time, so that its messages keep their order on the target;
// where the target appends one message after another, idle lanes help with a folder that is begun.
// Filled by the Run, emptied by the lanes; one thread.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "engine/survey.hpp"
#include "mail/traits.hpp"

namespace postferry::engine {

// A folder that is being copied.
struct CopiedFolder {
  mail::Folder source;
  mail::Folder target;
  storage::FolderRecord record;
  mail::Checkpoint mark;  // the target before our first append
  mail::Flags accepted;   // the flags that the target takes
};

std::vector<mail::ItemId> ids_of(const std::vector<mail::Placement>& items);

struct Batch {
  std::shared_ptr<const CopiedFolder> folder;
  std::vector<mail::Placement> items;
  int attempts = 0;  // that ended without any outcome

  // What the journal is told before this is sent.
  storage::Intent intent() const;
};

enum class Sharing : std::uint8_t { one_lane_a_folder, many_lanes_a_folder };

class BatchQueue {
 public:
  BatchQueue(std::size_t items, std::uint64_t bytes, Sharing sharing)
      : batch_items_(items), batch_bytes_(bytes), sharing_(sharing) {}

  void add(std::shared_ptr<const CopiedFolder> folder, PlacementList items);

  // The next batch for this lane: of the folder it has, else of the largest that no lane has.
  std::optional<Batch> take(std::size_t lane);
  // Forgets what waits of this folder; how many items those were.
  std::size_t drop(storage::FolderId folder);
  bool empty() const noexcept { return folders_.empty(); }
  std::uint64_t messages() const;
  // How many lanes, of this many at most, shorten the way of the one that is last.
  std::size_t useful_lanes(std::size_t most) const;

 private:
  struct Waiting {
    std::shared_ptr<const CopiedFolder> folder;
    PlacementList items;
    std::optional<std::size_t> lane;
    std::uint64_t load() const;
  };
  std::deque<Waiting>::iterator largest_free();
  Batch cut(std::deque<Waiting>::iterator from);

  std::size_t batch_items_;
  std::uint64_t batch_bytes_;
  Sharing sharing_;
  std::deque<Waiting> folders_;
};

}  // namespace postferry::engine

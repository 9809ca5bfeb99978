#include "engine/batch_queue.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

namespace postferry::engine {
namespace {

// So many bytes travel while one message more is stored.
constexpr std::uint64_t bytes_like_a_message = 32 << 10;

// How long the lane with the most to do takes, each folder going to the lane that is free first.
std::uint64_t longest_lane(const std::vector<std::uint64_t>& largest_first, std::size_t lanes) {
  std::vector<std::uint64_t> loads(lanes);
  for (const auto load : largest_first) *std::ranges::min_element(loads) += load;
  return *std::ranges::max_element(loads);
}

// The fewest that are nearly as quick as the most: five equal folders take three lanes as long as
// four.
std::size_t fewest_lanes(const std::vector<std::uint64_t>& largest_first, std::size_t most) {
  most = std::clamp<std::size_t>(most, 1, std::max<std::size_t>(largest_first.size(), 1));
  const auto shortest = longest_lane(largest_first, most);
  std::size_t lanes = 1;
  while (lanes < most && longest_lane(largest_first, lanes) > shortest + shortest / 10) ++lanes;
  return lanes;
}

}  // namespace

std::vector<mail::ItemId> ids_of(const std::vector<mail::Placement>& items) {
  std::vector<mail::ItemId> ids;
  ids.reserve(items.size());
  for (const auto& item : items) ids.push_back(item.id);
  return ids;
}

storage::Intent Batch::intent() const {
  storage::Intent intent;
  intent.folder = folder->record.id;
  intent.target_generation = folder->record.target_generation;
  intent.mark = folder->mark;
  intent.items.reserve(items.size());
  for (const auto& item : items) intent.items.push_back({item.id, item.received, item.size_bytes});
  return intent;
}

void BatchQueue::add(std::shared_ptr<const CopiedFolder> folder, PlacementList items) {
  if (!items.empty()) folders_.push_back({std::move(folder), std::move(items), std::nullopt});
}

std::optional<Batch> BatchQueue::take(std::size_t lane) {
  const auto own = std::ranges::find(folders_, std::optional(lane), &Waiting::lane);
  if (own != folders_.end()) return cut(own);
  const auto free = largest_free();
  if (free != folders_.end()) {
    free->lane = lane;
    return cut(free);
  }
  if (sharing_ == Sharing::many_lanes_a_folder && !folders_.empty()) return cut(folders_.begin());
  return std::nullopt;
}

std::size_t BatchQueue::drop(storage::FolderId folder) {
  std::size_t items = 0;
  std::erase_if(folders_, [&](const Waiting& waiting) {
    if (waiting.folder->record.id != folder) return false;
    items += waiting.items.size();
    return true;
  });
  return items;
}

std::uint64_t BatchQueue::messages() const {
  std::uint64_t messages = 0;
  for (const auto& waiting : folders_) messages += waiting.items.size();
  return messages;
}

std::size_t BatchQueue::useful_lanes(std::size_t most) const {
  if (sharing_ == Sharing::one_lane_a_folder) {
    std::vector<std::uint64_t> loads;
    for (const auto& waiting : folders_) loads.push_back(waiting.load());
    std::ranges::sort(loads, std::greater());
    return fewest_lanes(loads, most);
  }
  std::size_t batches = 0;
  for (const auto& waiting : folders_)
    batches += (waiting.items.size() + batch_items_ - 1) / batch_items_;
  return std::min(batches, most);
}

std::uint64_t BatchQueue::Waiting::load() const {
  return items.size() + items.message_bytes() / bytes_like_a_message;
}

// The largest goes first, so that no lane is left alone with it in the end.
std::deque<BatchQueue::Waiting>::iterator BatchQueue::largest_free() {
  auto largest = folders_.end();
  for (auto at = folders_.begin(); at != folders_.end(); ++at)
    if (!at->lane && (largest == folders_.end() || at->load() > largest->load())) largest = at;
  return largest;
}

Batch BatchQueue::cut(std::deque<Waiting>::iterator from) {
  Batch batch{from->folder, {}};
  std::uint64_t bytes = 0;
  while (!from->items.empty() && batch.items.size() < batch_items_) {
    auto item = *from->items.begin();
    if (!batch.items.empty() && bytes + item.size_bytes > batch_bytes_) break;
    bytes += item.size_bytes;
    batch.items.push_back(std::move(item));
    from->items.drop_first();
  }
  if (from->items.empty()) folders_.erase(from);
  return batch;
}

}  // namespace postferry::engine

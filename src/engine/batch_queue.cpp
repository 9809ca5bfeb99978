#include "engine/batch_queue.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace postferry::engine {

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
  const auto free = std::ranges::find(folders_, std::optional<std::size_t>(), &Waiting::lane);
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

std::size_t BatchQueue::useful_lanes() const {
  if (sharing_ == Sharing::one_lane_a_folder) return folders_.size();
  std::size_t batches = 0;
  for (const auto& waiting : folders_)
    batches += (waiting.items.size() + batch_items_ - 1) / batch_items_;
  return batches;
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

#include "engine/departures.hpp"

#include <fmt/format.h>
#include <iterator>
#include <unordered_map>
#include <utility>

#include "engine/content_digest.hpp"
#include "engine/rebind.hpp"

namespace postferry::engine {
namespace {

using mail::ItemId;
using storage::PlacementRecord;
using storage::PlacementState;
using storage::Standing;

bool can_move(const PlacementRecord& record) {
  return record.state == PlacementState::brought || record.state == PlacementState::was_there;
}

bool same_item(const PlacementRecord& record, const mail::Placement& item) {
  return record.source == item.id && record.received == item.received &&
         record.size_bytes == item.size_bytes;
}

bool same_content(const PlacementRecord& record, const ContentDigest::Sums& sums) {
  if (record.digest) return *record.digest == sums.whole;
  return record.fingerprint.is_strong() && record.size_bytes == sums.size_bytes;
}

}  // namespace

Task<> Departures::collect(const std::vector<FolderWork>& folders,
                           const std::vector<storage::FolderRecord>& vanished_folders) {
  for (const auto& work : folders)
    for (const auto& record : work.survey.vanished) depart(work.record, record);
  for (const auto& folder : vanished_folders)
    for (const auto& record : co_await all_records(scope_, folder.id))
      if (record.standing == Standing::present) depart(folder, record);
}

void Departures::depart(const storage::FolderRecord& folder, const PlacementRecord& record) {
  if (can_move(record)) departed_.emplace(record.fingerprint, Departed{folder, record});
}

Task<std::vector<Move>> Departures::take_arrived(mail::Source& source, const FolderWork& work) {
  auto moves = take_renamed(work);
  std::ranges::move(co_await take_moved(source, work), std::back_inserter(moves));
  co_return moves;
}

// A folder with the generation of one that is gone, and the same messages: it was renamed.
std::vector<Move> Departures::take_renamed(const FolderWork& work) {
  std::unordered_map<ItemId, mail::Placement> items;
  for (const auto& item : work.survey.to_copy) items.emplace(item.id, item);
  std::vector<Move> moves;
  std::erase_if(departed_, [&](const auto& entry) {
    const auto& [folder, record] = entry.second;
    if (folder.source_generation != work.survey.source_generation) return false;
    const auto found = items.find(record.source);
    if (found == items.end() || !same_item(record, found->second)) return false;
    moves.push_back({entry.second, found->second});
    items.erase(found);
    return true;
  });
  if (!moves.empty())
    scope_.notice(
        NoticeKind::folder_renamed, work.mapped.source.path,
        fmt::format("{} was renamed to {} at the source; its messages follow.",
                    moves.front().from.folder.source_path.text(), work.mapped.source.path.text()),
        moves.size());
  return moves;
}

Task<std::vector<Move>> Departures::take_moved(mail::Source& source, const FolderWork& work) {
  std::vector<ItemId> to_read;
  std::unordered_map<ItemId, const mail::Description*> candidates;
  for (const auto& item : work.survey.descriptions)
    if (departed_.contains(item.fingerprint)) {
      to_read.push_back(item.placement.id);
      candidates.emplace(item.placement.id, &item);
    }
  std::vector<Move> moves;
  if (to_read.empty()) co_return moves;
  for (const auto& content : co_await digests(source, work.mapped.source, std::move(to_read))) {
    const auto& item = *candidates.at(content.id);
    const auto [first, last] = departed_.equal_range(item.fingerprint);
    for (auto entry = first; entry != last; ++entry) {
      if (!same_content(entry->second.record, content.sums)) continue;
      moves.push_back({entry->second, item.placement});
      departed_.erase(entry);
      break;
    }
  }
  co_return moves;
}

}  // namespace postferry::engine

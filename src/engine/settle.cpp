#include "engine/settle.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "engine/looks.hpp"
#include "engine/matcher.hpp"
#include "engine/rebind.hpp"

namespace postferry::engine {
namespace {

using mail::Description;
using mail::ItemId;
using storage::PlacementRecord;
using storage::PlacementState;
using storage::Standing;

constexpr std::chrono::milliseconds between_looks{2000};

struct Arrived {
  std::vector<Description> descriptions;
  std::uint64_t gone = 0;
};

Task<std::unordered_set<ItemId>> mapped_ids(const RunScope& scope, const mail::FolderPath& path) {
  auto ids = co_await scope.journal().mapped(scope.pair, path);
  co_return std::unordered_set<ItemId>(std::make_move_iterator(ids.begin()),
                                       std::make_move_iterator(ids.end()));
}

Task<std::vector<ItemId>> ids_since(mail::Source& target, const mail::Folder& folder,
                                    const mail::Checkpoint& mark, std::uint64_t& gone) {
  if (mark.is_beginning()) co_return co_await target.ids(folder);
  try {
    auto arrivals = co_await target.arrivals(folder, mark);
    gone += arrivals.gone;
    co_return std::move(arrivals.ids);
  } catch (const Failure& caught) {
    if (caught.error().code != ErrorCode::generation_changed) throw;
  }
  // The mark means nothing any more: everything there may have come since.
  co_return co_await target.ids(folder);
}

// What came to the folder since the marks and belongs to nobody yet.
Task<Arrived> arrived(const RunScope& scope, mail::Source& target, const SettleFolder& folder,
                      const std::vector<mail::Checkpoint>& marks) {
  std::unordered_set<ItemId> ids;
  Arrived result;
  for (const auto& mark : marks)
    for (auto& id : co_await ids_since(target, folder.target, mark, result.gone))
      ids.insert(std::move(id));
  if (ids.empty()) co_return result;
  const auto mapped = co_await mapped_ids(scope, folder.record.target_path);
  std::erase_if(ids, [&mapped](const auto& id) { return mapped.contains(id); });
  result.descriptions = co_await describe_all(target, folder.target, {ids.begin(), ids.end()});
  co_return result;
}

// The items of all intents that have no outcome yet, each once.
Task<std::vector<storage::IntendedItem>> open_items(const RunScope& scope,
                                                    const SettleFolder& folder,
                                                    const std::vector<storage::Intent>& intents) {
  std::map<ItemId, storage::IntendedItem> items;
  for (const auto& intent : intents)
    for (const auto& item : intent.items) items.emplace(item.source, item);
  std::vector<ItemId> ids;
  for (const auto& [id, item] : items) ids.push_back(id);
  for (const auto& known : co_await scope.journal().lookup(folder.record.id, std::move(ids)))
    if (known.state != PlacementState::failed && known.state != PlacementState::excluded)
      items.erase(known.source);
  std::vector<storage::IntendedItem> result;
  for (auto& [id, item] : items) result.push_back(std::move(item));
  co_return result;
}

PlacementRecord record_of(const Description& source, ItemId target, PlacementState state,
                          const std::optional<mail::Digest>& digest) {
  PlacementRecord record;
  record.source = source.placement.id;
  record.target = std::move(target);
  record.state = state;
  record.digest = digest;
  record.fingerprint = source.fingerprint;
  record.flags = source.placement.flags;
  record.received = source.placement.received;
  record.size_bytes = source.placement.size_bytes;
  return record;
}

// Messages of open items that have left their folder at the source: what came with their date and
// size is theirs, so that a move of it is followed and nothing comes twice.
void settle_departed(const RunScope& scope, const SettleFolder& folder,
                     std::vector<storage::IntendedItem> departed,
                     const std::vector<Description>& came, Settled& settled) {
  std::vector<PlacementRecord> records;
  std::unordered_set<ItemId> taken;
  for (const auto& item : departed) {
    const auto there = std::ranges::find_if(came, [&](const Description& one) {
      const auto& placement = one.placement;
      const auto larger = std::max(placement.size_bytes, item.size_bytes);
      const auto smaller = std::min(placement.size_bytes, item.size_bytes);
      return placement.received == item.received && larger - smaller <= most_bytes_added &&
             !taken.contains(placement.id);
    });
    if (there == came.end()) {
      ++settled.unknown;
      continue;
    }
    taken.insert(there->placement.id);
    auto source = *there;
    source.placement.id = item.source;
    source.placement.size_bytes = item.size_bytes;
    records.push_back(
        record_of(source, there->placement.id, PlacementState::brought, std::nullopt));
    ++settled.stored;
  }
  scope.journal().note_outcomes(scope.lease, scope.run, folder.record.id, std::move(records));
}

// What the source still shows of these; nothing when its folder is gone.
Task<std::vector<Description>> describe_open(mail::Source& source, const mail::Folder& folder,
                                             const std::vector<ItemId>& ids) {
  try {
    co_return co_await describe_all(source, folder, ids);
  } catch (const Failure& failure) {
    if (failure.error().code != ErrorCode::folder_missing) throw;
  }
  co_return std::vector<Description>();
}

// One look: pairs what it can, writes it down, and takes it off `wanted`.
Task<std::uint64_t> look_once(const RunScope& scope, mail::Source& source, mail::Source& target,
                              const SettleFolder& folder, const mail::Folder& looked_at,
                              const std::vector<Description>& came,
                              std::vector<Description>& wanted) {
  if (came.empty() || wanted.empty()) co_return 0;
  const auto trust = scope.dates_kept ? Trust::same_instant : Trust::fingerprints;
  const auto matches =
      co_await match({source, folder.source, wanted}, {target, looked_at, came}, trust);
  const bool elsewhere = looked_at.path != folder.target.path;
  std::vector<PlacementRecord> records;
  std::unordered_set<std::size_t> found;
  for (const auto& one : matches.matched) {
    const auto& there = came[one.present];
    const bool ours =
        one.likeness != Likeness::body &&
        (!scope.dates_kept || there.placement.received == wanted[one.wanted].placement.received);
    auto record = record_of(wanted[one.wanted], there.placement.id,
                            ours ? PlacementState::brought : PlacementState::was_there, one.digest);
    // Moved by its owner: it has no place in the folder we sent it to.
    if (elsewhere) record.target.reset();
    if (elsewhere && !ours) continue;
    records.push_back(std::move(record));
    found.insert(one.wanted);
  }
  scope.journal().note_outcomes(scope.lease, scope.run, folder.record.id, std::move(records));
  std::vector<Description> rest;
  for (std::size_t i = 0; i < wanted.size(); ++i)
    if (!found.contains(i)) rest.push_back(std::move(wanted[i]));
  wanted = std::move(rest);
  co_return found.size();
}

Task<std::uint64_t> look_elsewhere(const RunScope& scope, mail::Source& source,
                                   mail::Source& target, const SettleFolder& folder,
                                   const std::vector<mail::Folder>& others,
                                   std::vector<Description>& wanted) {
  std::uint64_t stored = 0;
  for (const auto& other : others) {
    if (wanted.empty()) break;
    if (other.path == folder.target.path || other.selectable == mail::Selectable::no) continue;
    const auto mapped = co_await mapped_ids(scope, other.path);
    std::vector<ItemId> ids;
    for (auto& id : co_await target.ids(other))
      if (!mapped.contains(id)) ids.push_back(std::move(id));
    const auto there = co_await describe_all(target, other, ids);
    stored += co_await look_once(scope, source, target, folder, other, there, wanted);
  }
  co_return stored;
}

std::vector<mail::Checkpoint> marks_of(const std::vector<storage::Intent>& intents) {
  std::vector<mail::Checkpoint> marks;
  for (const auto& intent : intents)
    if (std::ranges::find(marks, intent.mark) == marks.end()) marks.push_back(intent.mark);
  return marks;
}

}  // namespace

Task<Settled> settle_intents(const RunScope& scope, mail::Source& source, mail::Target& target,
                             const SettleFolder& folder, std::vector<storage::Intent> intents,
                             const std::vector<mail::Folder>& others) {
  Settled settled;
  const auto items = co_await open_items(scope, folder, intents);
  std::vector<ItemId> ids;
  for (const auto& item : items) ids.push_back(item.source);
  auto wanted = co_await describe_open(source, folder.source, ids);
  auto departed = items;
  std::unordered_set<ItemId> shown;
  for (const auto& one : wanted) shown.insert(one.placement.id);
  std::erase_if(departed, [&shown](const auto& item) { return shown.contains(item.source); });
  const auto marks = marks_of(intents);
  auto& looking = target.reading();
  // What is stored for certain claims its copy before what is open.
  if (target.traits().returns_ids != mail::Keeps::yes)
    for (const auto& mark : marks) co_await find_brought(scope, source, target, folder, mark);
  for (int look = 1; look <= 2 && !wanted.empty(); ++look) {
    if (look == 2) co_await pause_for(between_looks, scope.stop);
    const auto came = co_await arrived(scope, looking, folder, marks);
    settled.stored += co_await look_once(scope, source, looking, folder, folder.target,
                                         came.descriptions, wanted);
    if (came.gone > 0 && !wanted.empty())
      settled.stored += co_await look_elsewhere(scope, source, looking, folder, others, wanted);
  }
  settled.not_stored = wanted.size();
  if (!departed.empty()) {
    const auto came = co_await arrived(scope, looking, folder, marks);
    settle_departed(scope, folder, std::move(departed), came.descriptions, settled);
  }
  for (const auto& intent : intents) scope.journal().settle(scope.lease, intent.id);
  co_await scope.journal().flush();
  co_return settled;
}

Task<std::vector<Description>> strangers_since(const RunScope& scope, mail::Target& target,
                                               const SettleFolder& folder,
                                               const mail::Checkpoint& mark) {
  co_return (co_await arrived(scope, target.reading(), folder, {mark})).descriptions;
}

Task<std::vector<ItemId>> settle_refused(const RunScope& scope, mail::Source& source,
                                         mail::Target& target, const SettleFolder& folder,
                                         const std::vector<Description>& strangers,
                                         std::vector<ItemId> refused) {
  auto wanted = co_await describe_all(source, folder.source, refused);
  std::unordered_set<ItemId> missing;
  for (const auto& one : wanted) missing.insert(one.placement.id);
  std::erase_if(refused, [&missing](const auto& id) { return !missing.contains(id); });
  co_await look_once(scope, source, target.reading(), folder, folder.target, strangers, wanted);
  missing.clear();
  for (const auto& one : wanted) missing.insert(one.placement.id);
  std::erase_if(refused, [&missing](const auto& id) { return missing.contains(id); });
  co_return refused;
}

Task<> find_brought(const RunScope& scope, mail::Source& source, mail::Target& target,
                    const SettleFolder& folder, const mail::Checkpoint& mark) {
  auto records = co_await all_records(scope, folder.record.id);
  std::erase_if(records, [](const auto& record) {
    return record.state != PlacementState::brought || record.standing != Standing::present ||
           record.target;
  });
  if (!records.empty())
    co_await find_brought(scope, source, target, folder, mark, std::move(records));
}

Task<> find_brought(const RunScope& scope, mail::Source& source, mail::Target& target,
                    const SettleFolder& folder, const mail::Checkpoint& mark,
                    std::vector<PlacementRecord> without_id) {
  std::vector<ItemId> asked;
  for (auto& record : without_id) asked.push_back(std::move(record.source));
  std::vector<ItemId> ids;
  for (auto& record : co_await scope.journal().lookup(folder.record.id, std::move(asked)))
    if (!record.target) ids.push_back(std::move(record.source));
  if (ids.empty()) co_return;
  const auto wanted = co_await describe_all(source, folder.source, ids);
  const auto came = co_await arrived(scope, target.reading(), folder, {mark});
  const auto trust = scope.dates_kept ? Trust::same_instant : Trust::fingerprints;
  const auto matches = co_await match({source, folder.source, wanted},
                                      {target.reading(), folder.target, came.descriptions}, trust);
  for (const auto& one : matches.matched)
    scope.journal().set_target(scope.lease, folder.record.id, wanted[one.wanted].placement.id,
                               came.descriptions[one.present].placement.id);
}

}  // namespace postferry::engine

#include "engine/rebind.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "engine/content_digest.hpp"
#include "engine/flag_sync.hpp"
#include "engine/folder_rules.hpp"
#include "engine/looks.hpp"
#include "engine/matcher.hpp"
#include "engine/pairing.hpp"
#include "engine/survey.hpp"

namespace postferry::engine {
namespace {

using mail::Description;
using mail::ItemId;
using storage::PlacementRecord;
using storage::PlacementState;
using storage::Standing;

constexpr std::size_t records_at_once = 2000;

struct Alike {
  std::vector<std::size_t> records;
  std::vector<std::size_t> items;
};

using Classes = std::map<mail::Fingerprint, Alike>;
using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;  // record, item

// Takes the pairs that need no reading; what servers show differently goes to one class, the last.
Classes sort_out(const std::vector<PlacementRecord>& records, const std::vector<Description>& items,
                 Alike& malformed, Pairs& pairs) {
  Classes classes;
  for (std::size_t i = 0; i < records.size(); ++i)
    classes[records[i].fingerprint].records.push_back(i);
  for (std::size_t i = 0; i < items.size(); ++i) classes[items[i].fingerprint].items.push_back(i);
  for (auto& [fingerprint, members] : classes) {
    if (fingerprint.is_strong() && members.records.size() == 1 && members.items.size() == 1) {
      pairs.emplace_back(members.records[0], members.items[0]);
      members = {};
    } else if (!fingerprint.is_strong() && (members.records.empty() || members.items.empty())) {
      std::ranges::move(members.records, std::back_inserter(malformed.records));
      std::ranges::move(members.items, std::back_inserter(malformed.items));
      members = {};
    }
  }
  std::erase_if(classes, [](const auto& entry) {
    return entry.second.records.empty() || entry.second.items.empty();
  });
  return classes;
}

// Pairs the members of classes by their bytes, their look, and where the header is enough by order.
class Recognition {
 public:
  Recognition(const std::vector<PlacementRecord>& records, const std::vector<Description>& items,
              Pairs& pairs)
      : records_(records), items_(items), pairs_(pairs) {}

  Task<> read(mail::Source& door, const mail::Folder& folder, const Classes& classes,
              const Alike& malformed) {
    std::vector<ItemId> ids;
    for (const auto& [fingerprint, members] : classes)
      for (const auto item : members.items) ids.push_back(items_[item].placement.id);
    for (const auto item : malformed.items) ids.push_back(items_[item].placement.id);
    for (auto& content : co_await digests(door, folder, std::move(ids)))
      read_.emplace(std::move(content.id), content.sums.whole);
  }

  void by_bytes(Alike& members) {
    const auto of_record = [this](std::size_t i) { return records_[i].digest; };
    const auto of_item = [this](std::size_t i) -> std::optional<mail::Digest> {
      const auto found = read_.find(items_[i].placement.id);
      if (found == read_.end()) return std::nullopt;
      return found->second;
    };
    pair(members, of_record, of_item,
         [this](std::size_t record, std::size_t item) { return same_look(record, item); });
    pair(members, of_record, of_item, [](std::size_t, std::size_t) { return true; });
  }

  void by_look(Alike& members) {
    pair(
        members, [this](std::size_t i) { return std::optional(records_[i].size_bytes); },
        [this](std::size_t i) { return std::optional(items_[i].placement.size_bytes); },
        [this](std::size_t record, std::size_t item) { return same_look(record, item); });
  }

  void by_order(Alike& members) {
    const auto alike = [](std::size_t) { return std::optional(0); };
    pair(members, alike, alike, [](std::size_t, std::size_t) { return true; });
  }

 private:
  bool same_look(std::size_t record, std::size_t item) const {
    return records_[record].received == items_[item].placement.received &&
           records_[record].size_bytes == items_[item].placement.size_bytes;
  }

  template <class RecordKey, class ItemKey, class Close>
  void pair(Alike& members, RecordKey record_key, ItemKey item_key, Close close) {
    pair_off(members.records, members.items, record_key, item_key, close,
             [this](std::size_t record, std::size_t item) { pairs_.emplace_back(record, item); });
  }

  const std::vector<PlacementRecord>& records_;
  const std::vector<Description>& items_;
  Pairs& pairs_;
  std::unordered_map<ItemId, mail::Digest> read_;
};

// Which record is which listed message; what is in no pair has no partner.
Task<Pairs> recognise(mail::Source& door, const mail::Folder& folder,
                      const std::vector<PlacementRecord>& records,
                      const std::vector<Description>& items) {
  Pairs pairs;
  Alike malformed;
  auto classes = sort_out(records, items, malformed, pairs);
  Recognition recognition(records, items, pairs);
  co_await recognition.read(door, folder, classes, malformed);
  for (auto& [fingerprint, members] : classes) {
    recognition.by_bytes(members);
    recognition.by_look(members);
    if (fingerprint.is_strong()) recognition.by_order(members);
  }
  recognition.by_bytes(malformed);
  co_return pairs;
}

void take_recognised(PlacementRecord record, const mail::Placement& now, FolderSurvey& survey) {
  record.source = now.id;
  record.standing = Standing::present;
  ++survey.settled;
  const auto flags = without_deleted(now.flags);
  if (record.target && flags != without_deleted(record.flags))
    survey.flag_updates.push_back({now.id, *record.target, record.flags, flags});
  survey.rebound.push_back(std::move(record));
}

void take_new(const RunScope& scope, Description item, FolderSurvey& survey) {
  if (auto rule = excluding_rule(item.placement, scope.options())) {
    PlacementRecord record;
    record.source = item.placement.id;
    record.state = PlacementState::excluded;
    record.note = *rule;
    record.received = item.placement.received;
    record.size_bytes = item.placement.size_bytes;
    survey.rebound.push_back(std::move(record));
    ++survey.excluded[*rule];
    return;
  }
  survey.to_copy.add(item.placement);
  survey.descriptions.push_back(std::move(item));
}

}  // namespace

Task<std::vector<PlacementRecord>> all_records(const RunScope& scope, storage::FolderId folder) {
  std::vector<PlacementRecord> records;
  ItemId after;
  for (;;) {
    auto page = co_await scope.journal().page(folder, after, records_at_once);
    if (page.empty()) break;
    after = page.back().source;
    std::ranges::move(page, std::back_inserter(records));
  }
  co_return records;
}

Task<> rebind_source(const RunScope& scope, mail::Source& source, const MappedFolder& folder,
                     mail::ChangeStream& changes, FolderSurvey& survey) {
  survey.generation_changed = true;
  survey.source_generation = changes.generation();
  survey.messages = changes.messages();
  std::vector<ItemId> ids;
  while (auto batch = co_await changes.next()) {
    scope.check_stop();
    for (auto& placement : batch->present) ids.push_back(std::move(placement.id));
    scope.tell(Listing{folder.source.path, ids.size()});
  }
  survey.source_checkpoint = changes.checkpoint();
  auto records = co_await all_records(scope, folder.record->id);
  std::erase_if(records, [](const auto& record) { return !is_settled(record.state); });
  auto items = co_await describe_all(source, folder.source, ids);
  std::vector<bool> known(items.size());
  for (const auto& [record, item] : co_await recognise(source, folder.source, records, items)) {
    known[item] = true;
    take_recognised(records[record], items[item].placement, survey);
  }
  for (std::size_t i = 0; i < items.size(); ++i)
    if (!known[i]) take_new(scope, std::move(items[i]), survey);
  scope.notice(NoticeKind::generation_changed, folder.source.path,
               fmt::format("{} was renumbered at the source (UIDVALIDITY); {} messages were "
                           "recognised, {} are new.",
                           folder.source.path.text(), survey.settled, survey.to_copy.size()),
               survey.settled);
}

Task<storage::FolderRecord> rebind_target(const RunScope& scope, mail::Target& target,
                                          const mail::Folder& folder,
                                          storage::FolderRecord record) {
  auto& door = target.reading();
  auto records = co_await all_records(scope, record.id);
  const auto items = co_await describe_all(door, folder, co_await door.ids(folder));
  std::vector<PlacementRecord> settled;
  std::vector<std::size_t> origin;
  for (std::size_t i = 0; i < records.size(); ++i)
    if (is_settled(records[i].state)) {
      settled.push_back(records[i]);
      origin.push_back(i);
      records[i].target.reset();
    }
  std::uint64_t found = 0;
  for (const auto& [one, item] : co_await recognise(door, folder, settled, items)) {
    records[origin[one]].target = items[item].placement.id;
    ++found;
  }
  record.target_generation = folder.generation;
  record.target_checkpoint = {};
  co_await scope.journal().rebind(scope.lease, scope.run, record, std::move(records));
  scope.notice(NoticeKind::generation_changed, record.target_path,
               fmt::format("{} was renumbered on the target (UIDVALIDITY); {} of {} messages were "
                           "recognised there, none is copied again.",
                           record.target_path.text(), found, settled.size()),
               found);
  co_return record;
}

}  // namespace postferry::engine

#include "engine/moves.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "engine/departures.hpp"
#include "engine/flag_sync.hpp"
#include "engine/looks.hpp"
#include "engine/settle.hpp"
#include "engine/unfinished_moves.hpp"

namespace postferry::engine {
namespace {

using mail::ItemId;
using storage::PlacementRecord;
using storage::Standing;

class MoveFollower {
 public:
  MoveFollower(const RunScope& scope, Doors& doors, std::vector<FolderWork>& folders,
               const std::vector<mail::Folder>& target_folders)
      : scope_(scope), doors_(doors), folders_(folders), departures_(scope) {
    for (const auto& folder : target_folders) targets_.emplace(folder.path, folder);
    for (const auto& work : folders)
      if (work.copied) targets_.insert_or_assign(work.record.target_path, work.copied->target);
  }

  Task<> collect(const std::vector<storage::FolderRecord>& vanished_folders) {
    return departures_.collect(folders_, vanished_folders);
  }

  Task<> follow(FolderWork& work) {
    if (!work.copied || departures_.empty()) co_return;
    auto moves = co_await departures_.take_arrived(*co_await doors_.source(), work);
    if (moves.empty()) co_return;
    std::map<storage::FolderId, std::vector<Move>> by_origin;
    for (auto& move : moves) by_origin[move.from.folder.id].push_back(std::move(move));
    for (auto& [origin, group] : by_origin) co_await carry_out(work, std::move(group));
  }

 private:
  // Moves what is untouched on the target from one folder; tells of the rest.
  Task<> carry_out(FolderWork& work, std::vector<Move> moves) {
    const auto& origin = moves.front().from.folder;
    const auto there = targets_.find(origin.target_path);
    std::unordered_map<ItemId, const Move*> by_target;
    std::vector<ItemId> ids;
    for (const auto& move : moves)
      if (move.from.record.target && there != targets_.end()) {
        by_target.emplace(*move.from.record.target, &move);
        ids.push_back(*move.from.record.target);
      }
    std::vector<ItemId> untouched;
    auto& target = *co_await doors_.target();
    if (!ids.empty())
      for (const auto& copy : co_await look_all(target.reading(), there->second, ids))
        if (copy.flags == by_target.at(copy.id)->from.record.flags ||
            copy.flags ==
                mail::intersection(by_target.at(copy.id)->from.record.flags, work.copied->accepted))
          untouched.push_back(copy.id);
    const bool same_place = origin.target_path == work.record.target_path;
    std::unordered_map<ItemId, ItemId> placed;
    if (!untouched.empty() && !same_place)
      placed = co_await place(origin, work, there->second, untouched);
    for (const auto& id : untouched)
      if (same_place) placed.emplace(id, id);
    const auto records = write_down(work, moves, placed);
    co_await persistently(scope_, doors_, [&] { return find_placed(work, records); });
    co_await close_move(scope_);
    co_await compare_flags(work, moves);
  }

  // What was moved may have got other flags too; those are carried with the rest.
  Task<> compare_flags(FolderWork& work, const std::vector<Move>& moves) {
    std::unordered_map<ItemId, mail::Flags> changed;
    for (const auto& move : moves) {
      auto flags = without_deleted(move.now.flags);
      if (flags != move.from.record.flags) changed.emplace(move.now.id, std::move(flags));
    }
    std::vector<ItemId> ids;
    for (const auto& [id, flags] : changed) ids.push_back(id);
    if (ids.empty()) co_return;
    for (auto& record : co_await scope_.journal().lookup(work.record.id, std::move(ids)))
      if (record.target)
        work.survey.flag_updates.push_back(
            {record.source, *record.target, record.flags, changed.at(record.source)});
  }

  // Where the target told no id, or broke off before it did, the moved copy is found by its look.
  Task<> find_placed(const FolderWork& work, std::vector<PlacementRecord> records) {
    std::erase_if(records, [](const auto& record) { return record.target.has_value(); });
    if (records.empty()) co_return;
    co_await scope_.journal().flush();
    co_await find_brought(scope_, *co_await doors_.source(), *co_await doors_.target(),
                          {work.record, work.copied->source, work.copied->target},
                          work.copied->mark, std::move(records));
  }

  struct Placed : mail::OutcomeSink {
    void take(mail::Outcome outcome) noexcept override {
      if (outcome.kind == mail::OutcomeKind::stored) list.push_back(std::move(outcome));
    }
    std::vector<mail::Outcome> list;
  };

  Task<std::unordered_map<ItemId, ItemId>> place(const storage::FolderRecord& origin,
                                                 const FolderWork& work, const mail::Folder& from,
                                                 const std::vector<ItemId>& ids) {
    co_await intend_move(scope_, {origin.id, work.record.id, work.copied->mark, ids});
    Placed outcomes;
    auto& target = *co_await doors_.target();
    co_await target.place(from, ids, work.copied->target, mail::PlaceKind::move, outcomes);
    std::unordered_map<ItemId, ItemId> placed;
    for (auto& outcome : outcomes.list)
      placed.emplace(outcome.item, outcome.target.value_or(ItemId()));
    co_return placed;
  }

  std::vector<PlacementRecord> write_down(FolderWork& work, const std::vector<Move>& moves,
                                          const std::unordered_map<ItemId, ItemId>& placed) {
    std::vector<PlacementRecord> records;
    std::uint64_t left_alone = 0;
    std::uint64_t followed = 0;
    for (const auto& move : moves) {
      auto record = move.from.record;
      const auto before = record.target;
      record.source = move.now.id;
      record.standing = Standing::present;
      record.received = move.now.received;
      const auto found = before ? placed.find(*before) : placed.end();
      record.target.reset();
      if (found != placed.end()) {
        ++followed;
        if (!found->second.empty()) record.target = found->second;
        scope_.journal().record(
            scope_.lease, scope_.run,
            {storage::ActKind::place, work.record.id, record.target,
             fmt::format("{}\n{}", move.from.folder.target_path.text(), before->bytes()),
             work.record.target_path.text()});
      } else {
        ++left_alone;
      }
      records.push_back(std::move(record));
      scope_.journal().set_target(scope_.lease, move.from.folder.id, move.from.record.source,
                                  std::nullopt);
      forget(move.from);
    }
    take_off(work, moves);
    work.survey.settled += records.size();
    scope_.journal().note_outcomes(scope_.lease, scope_.run, work.record.id, records);
    tell(work, moves.front().from.folder, followed, left_alone);
    return records;
  }

  // Together with what is written down: a broken connection begins the rest anew.
  static void take_off(FolderWork& work, const std::vector<Move>& moves) {
    std::unordered_set<ItemId> moved;
    for (const auto& move : moves) moved.insert(move.now.id);
    work.survey.to_copy.remove_if([&](const auto& item) { return moved.contains(item.id); });
    std::erase_if(work.survey.descriptions,
                  [&](const auto& item) { return moved.contains(item.placement.id); });
  }

  // It has left for good: a second try must not find it departing again.
  void forget(const Departed& departed) {
    const auto& source = departed.record.source;
    scope_.journal().set_standing(scope_.lease, departed.folder.id, {source}, Standing::vanished);
    for (auto& work : folders_)
      if (work.record.id == departed.folder.id)
        std::erase_if(work.survey.vanished,
                      [&source](const auto& record) { return record.source == source; });
  }

  void tell(const FolderWork& work, const storage::FolderRecord& from, std::uint64_t followed,
            std::uint64_t left_alone) const {
    if (followed > 0)
      scope_.notice(
          NoticeKind::moved, work.mapped.source.path,
          fmt::format("{} moved from {} to {} at the source, and so on the target.",
                      followed == 1 ? "1 message was" : fmt::format("{} messages were", followed),
                      from.source_path.text(), work.mapped.source.path.text()),
          followed);
    if (left_alone > 0)
      scope_.notice(NoticeKind::move_reported, work.mapped.source.path,
                    fmt::format("{} moved from {} to {} at the source; on the target its owner "
                                "changed, moved or removed it, so it was left alone.",
                                left_alone == 1 ? "1 message was"
                                                : fmt::format("{} messages were", left_alone),
                                from.source_path.text(), work.mapped.source.path.text()),
                    left_alone);
  }

  const RunScope& scope_;
  Doors& doors_;
  std::vector<FolderWork>& folders_;
  std::map<mail::FolderPath, mail::Folder> targets_;
  Departures departures_;
};

}  // namespace

Task<> follow_moves(const RunScope& scope, Doors& doors, std::vector<FolderWork>& folders,
                    const std::vector<storage::FolderRecord>& vanished_folders,
                    const std::vector<mail::Folder>& target_folders) {
  MoveFollower follower(scope, doors, folders, target_folders);
  co_await follower.collect(vanished_folders);
  for (auto& work : folders) co_await follower.follow(work);
}

}  // namespace postferry::engine

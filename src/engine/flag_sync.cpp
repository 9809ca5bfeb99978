#include "engine/flag_sync.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "engine/looks.hpp"

namespace postferry::engine {
namespace {

using mail::ItemId;

struct Changed : mail::OutcomeSink {
  void take(mail::Outcome outcome) noexcept override { list.push_back(std::move(outcome)); }
  std::vector<mail::Outcome> list;
};

// What the target shows now, because an act keeps what undoes it.
Task<std::unordered_map<ItemId, mail::Flags>> flags_there(mail::Target& target,
                                                          const mail::Folder& folder,
                                                          const std::vector<FlagUpdate>& updates) {
  std::vector<ItemId> ids;
  for (const auto& update : updates) ids.push_back(update.target);
  std::unordered_map<ItemId, mail::Flags> flags;
  for (auto& copy : co_await look_all_to_change(target, folder, ids))
    flags.emplace(std::move(copy.id), std::move(copy.flags));
  co_return flags;
}

mail::Flags wished_flags(const std::vector<FlagUpdate>& updates) {
  mail::Flags flags;
  for (const auto& update : updates) flags = merged(flags, update.now);
  return flags;
}

}  // namespace

mail::Flags without_deleted(mail::Flags flags) {
  flags.clear(mail::SystemFlag::deleted);
  return flags;
}

Task<FlagSync> sync_flags(const RunScope& scope, Doors& doors, FolderWork& work) {
  FlagSync result;
  const auto& updates = work.survey.flag_updates;
  if (updates.empty()) co_return result;
  auto& target = *co_await doors.target();
  const auto& folder = work.copied->target;
  const auto there = co_await flags_there(target, folder, updates);
  const auto accepted = co_await target.accepted(folder, wished_flags(updates));
  std::vector<mail::FlagChange> changes;
  std::unordered_map<ItemId, const FlagUpdate*> sent;
  for (const auto& update : updates) {
    const auto base = without_deleted(update.base);
    const auto found = there.find(update.target);
    const auto added = mail::difference(update.now, base);
    for (const auto& keyword : mail::difference(added, accepted).keywords())
      ++result.not_accepted[keyword];
    mail::FlagChange change{update.target, mail::intersection(added, accepted),
                            mail::difference(base, update.now)};
    if (found != there.end()) {
      change.add = mail::difference(change.add, found->second);
      change.remove = mail::intersection(change.remove, found->second);
    }
    if (found == there.end() || (change.add.empty() && change.remove.empty())) {
      scope.journal().set_base_flags(scope.lease, work.record.id, update.source, update.now);
      continue;
    }
    sent.emplace(update.target, &update);
    changes.push_back(std::move(change));
  }
  if (changes.empty()) co_return result;
  Changed outcomes;
  co_await target.set_flags(folder, std::move(changes), outcomes);
  for (const auto& outcome : outcomes.list) {
    const auto found = sent.find(outcome.item);
    if (found == sent.end() || outcome.kind != mail::OutcomeKind::stored) continue;
    const auto& update = *found->second;
    scope.journal().set_base_flags(scope.lease, work.record.id, update.source, update.now);
    scope.journal().record(scope.lease, scope.run,
                           {storage::ActKind::set_flags, work.record.id, outcome.item,
                            there.at(outcome.item).text(), update.now.text()});
    ++result.changed;
  }
  co_return result;
}

}  // namespace postferry::engine

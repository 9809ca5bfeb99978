#include "engine/survey.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "engine/flag_sync.hpp"
#include "engine/folder_rules.hpp"
#include "engine/looks.hpp"
#include "engine/matcher.hpp"
#include "engine/rebind.hpp"

namespace postferry::engine {
namespace {

using mail::ItemId;
using mail::Placement;
using storage::PlacementRecord;
using storage::PlacementState;
using storage::Standing;

constexpr std::size_t surveyed_at_once = 2000;

// Its copy followed it to another folder; when it is back, it is found there like any that arrives.
bool went_elsewhere(const PlacementRecord& record) {
  return record.standing == Standing::vanished && !record.target &&
         record.state != PlacementState::doubtful;
}

class Survey {
 public:
  Survey(const RunScope& scope, const MappedFolder& folder, const Known& known,
         FolderSurvey& result)
      : scope_(scope), folder_(folder), known_(known), result_(result) {}

  Task<> take(mail::ChangeStream& changes) {
    result_.messages = changes.messages();
    result_.source_generation = changes.generation();
    const bool known = folder_.record.has_value();
    while (auto batch = co_await changes.next()) {
      scope_.check_stop();
      if (known && changes.coverage() == mail::Coverage::everything)
        for (const auto& placement : batch->present) seen_.push_back(placement.id);
      listed_ += batch->present.size();
      co_await take_present(std::move(batch->present));
      for (auto& id : batch->vanished) vanished_.push_back(std::move(id));
      scope_.tell(Listing{folder_.source.path, listed_});
    }
    result_.source_checkpoint = changes.checkpoint();
  }

  // What the journal knows and the source does not show any more.
  Task<> find_vanished(mail::Source& source, mail::Coverage coverage) {
    if (!folder_.record) co_return;
    // All that the folder holds is accounted for: nothing can have vanished.
    if (coverage == mail::Coverage::changes_only && standing() + new_ == result_.messages)
      co_return;
    const auto believed = co_await believable(source, coverage);
    if (believed) {
      for (auto& record : co_await scope_.journal().lookup(folder_.record->id, vanished_))
        if (record.standing == Standing::present) result_.vanished.push_back(std::move(record));
      co_return;
    }
    std::ranges::sort(seen_);
    ItemId after;
    for (;;) {
      auto page = co_await scope_.journal().page(folder_.record->id, after, surveyed_at_once);
      if (page.empty()) break;
      after = page.back().source;
      for (auto& record : page)
        if (record.standing == Standing::present &&
            !std::ranges::binary_search(seen_, record.source))
          result_.vanished.push_back(std::move(record));
    }
  }

 private:
  Task<> take_present(std::vector<Placement> present) {
    if (!folder_.record) {
      for (auto& placement : present) take_new(std::move(placement));
      co_return;
    }
    std::vector<ItemId> ids;
    for (const auto& placement : present) ids.push_back(placement.id);
    std::unordered_map<ItemId, PlacementRecord> known;
    for (auto& record : co_await scope_.journal().lookup(folder_.record->id, std::move(ids)))
      known.emplace(record.source, std::move(record));
    for (auto& placement : present) {
      const auto found = known.find(placement.id);
      if (found == known.end())
        take_new(std::move(placement));
      else
        take_known(std::move(placement), std::move(found->second));
    }
  }

  void take_new(Placement placement) {
    ++new_;
    if (auto rule = excluding_rule(placement, scope_.options())) {
      exclude(placement, *rule);
      return;
    }
    result_.to_copy.add(placement);
  }

  void take_known(Placement placement, PlacementRecord record) {
    if (!is_settled(record.state)) {
      --new_;
      take_new(std::move(placement));
      return;
    }
    if (went_elsewhere(record)) {
      take_new(std::move(placement));
      return;
    }
    ++result_.settled;
    if (record.standing == Standing::vanished) result_.returned.push_back(record);
    const auto now = without_deleted(placement.flags);
    if (record.target && now != without_deleted(record.flags))
      result_.flag_updates.push_back({record.source, *record.target, record.flags, now});
  }

  void exclude(const Placement& placement, const std::string& rule) {
    PlacementRecord record;
    record.source = placement.id;
    record.state = PlacementState::excluded;
    record.note = rule;
    record.flags = placement.flags;
    record.received = placement.received;
    record.size_bytes = placement.size_bytes;
    result_.newly_known.push_back(std::move(record));
    ++result_.excluded[rule];
  }

  std::uint64_t standing() const { return items_in(counts_of(known_.counts, folder_.record->id)); }

  // Fills `seen_` where the coverage leaves gaps; true when the vanished ids can be taken as told.
  Task<bool> believable(mail::Source& source, mail::Coverage coverage) {
    if (coverage == mail::Coverage::everything) co_return false;
    if (coverage == mail::Coverage::changes_and_vanished && co_await vanish_adds_up())
      co_return true;
    seen_ = co_await source.ids(folder_.source);
    co_return false;
  }

  Task<bool> vanish_adds_up() {
    std::uint64_t gone = 0;
    for (const auto& record : co_await scope_.journal().lookup(folder_.record->id, vanished_))
      if (record.standing == Standing::present) ++gone;
    co_return standing() + new_ == result_.messages + gone;
  }

  const RunScope& scope_;
  const MappedFolder& folder_;
  const Known& known_;
  FolderSurvey& result_;
  std::vector<ItemId> seen_;
  std::vector<ItemId> vanished_;
  std::uint64_t new_ = 0;
  std::uint64_t listed_ = 0;
};

PlacementRecord was_there_record(const Placement& source, const mail::Description& there,
                                 const Match& one) {
  PlacementRecord record;
  record.source = source.id;
  record.target = there.placement.id;
  record.state = PlacementState::was_there;
  record.digest = one.digest;
  record.fingerprint = there.fingerprint;
  // What both sides agree on; the source's other flags count as changed there since.
  record.flags = source.flags;
  record.received = source.received;
  record.size_bytes = source.size_bytes;
  return record;
}

// The target folder is empty, or it is as it was verified last and all it holds is settled.
bool holds_no_stranger(const MappedFolder& folder, const Known& known) {
  const auto& state = folder.target->state;
  if (state && state->messages == 0) return true;
  const auto held = known.held.find(folder.target_path);
  return held != known.held.end() && holds_nothing_else(*folder.target, held->second);
}

// Takes off `to_copy` what the target holds already without anybody having accounted for it.
Task<> find_present(const RunScope& scope, Doors& doors, const MappedFolder& folder,
                    FolderSurvey& survey, Known& known) {
  if (survey.to_copy.empty() || !folder.target || folder.target->selectable == mail::Selectable::no)
    co_return;
  if (holds_no_stranger(folder, known)) co_return;
  auto& target = (co_await doors.target())->reading();
  const auto mapped = co_await scope.journal().mapped(scope.pair, folder.target_path);
  auto& claimed = known.claims[folder.target_path];
  std::unordered_set<ItemId> taken(mapped.begin(), mapped.end());
  taken.insert(claimed.begin(), claimed.end());
  std::vector<ItemId> strangers;
  for (auto& id : co_await target.ids(*folder.target))
    if (!taken.contains(id)) strangers.push_back(std::move(id));
  if (strangers.empty()) co_return;
  const auto there = co_await describe_all(target, *folder.target, strangers);
  co_await describe_to_copy(doors, folder, survey);
  auto& source = *co_await doors.source();
  const auto matches = co_await match({source, folder.source, survey.descriptions},
                                      {target, *folder.target, there}, Trust::fingerprints);
  std::unordered_set<ItemId> found;
  for (const auto& one : matches.matched) {
    const auto& mine = survey.descriptions[one.wanted].placement;
    survey.newly_known.push_back(was_there_record(mine, there[one.present], one));
    found.insert(mine.id);
    claimed.insert(there[one.present].placement.id);
  }
  survey.was_there = found.size();
  survey.to_copy.remove_if([&](const auto& item) { return found.contains(item.id); });
  std::erase_if(survey.descriptions,
                [&](const auto& item) { return found.contains(item.placement.id); });
}

}  // namespace

bool is_unchanged(const MappedFolder& folder, Look look) {
  if (look == Look::full || !folder.record || !folder.source.state) return false;
  const auto& state = *folder.source.state;
  return state.covers == mail::Covers::membership_and_flags && !state.checkpoint.is_beginning() &&
         !folder.record->source_generation.empty() &&
         state.checkpoint == folder.record->source_checkpoint;
}

Task<> describe_to_copy(Doors& doors, const MappedFolder& folder, FolderSurvey& survey) {
  if (!survey.descriptions.empty() || survey.to_copy.empty()) co_return;
  std::vector<ItemId> ids;
  for (const auto& placement : survey.to_copy) ids.push_back(placement.id);
  survey.descriptions = co_await describe_all(*co_await doors.source(), folder.source, ids);
}

Task<FolderSurvey> survey_folder(const RunScope& scope, Doors& doors, const MappedFolder& folder,
                                 Look look, Known& known) {
  FolderSurvey result;
  if (is_unchanged(folder, look)) {
    result.unchanged = true;
    result.messages = folder.source.state->messages;
    result.source_generation = folder.record->source_generation;
    result.source_checkpoint = folder.record->source_checkpoint;
    co_return result;
  }
  auto& source = *co_await doors.source();
  const auto since =
      folder.record && look == Look::delta ? folder.record->source_checkpoint : mail::Checkpoint();
  const auto changes = co_await source.changes(folder.source, since);
  if (folder.record && !folder.record->source_generation.empty() &&
      folder.record->source_generation != changes->generation()) {
    co_await rebind_source(scope, source, folder, *changes, result);
  } else {
    Survey survey(scope, folder, known, result);
    co_await survey.take(*changes);
    co_await survey.find_vanished(source, changes->coverage());
  }
  co_await find_present(scope, doors, folder, result, known);
  co_return result;
}

}  // namespace postferry::engine

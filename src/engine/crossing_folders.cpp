// The steps that make the target's folders ready: CREATE with another name where one is refused,
// subscriptions, new ids after a change of generation, the flags that a folder takes.
#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>

#include "engine/crossing_steps.hpp"
#include "engine/folder_meter.hpp"
#include "engine/naming.hpp"
#include "engine/rebind.hpp"
#include "text/unicode.hpp"

namespace postferry::engine {
namespace {

// A record without a generation of the target was cut off before its folder was there.
bool was_made(const FolderWork& work) { return !work.record.target_generation.empty(); }

// What its owner removed on the target is not made again for nothing.
bool was_removed(const FolderWork& work) {
  return was_made(work) && !work.mapped.target && work.survey.to_copy.empty();
}

bool is_as_it_was(const FolderWork& work) {
  return work.survey.unchanged && work.mapped.target &&
         work.mapped.target->generation == work.record.target_generation;
}

bool needs_nothing(const FolderWork& work) { return was_removed(work) || is_as_it_was(work); }

mail::Flags flags_of(const PlacementList& items) {
  mail::Flags flags;
  for (const auto& item : items)
    if (!difference(item.flags, flags).empty()) flags = merged(flags, item.flags);
  return flags;
}

// Whether any other folder has this name on the target, or one that differs in case alone.
bool is_taken(const Situation& situation, const mail::FolderPath& path) {
  const auto folded = text::folded(path.text());
  const auto same = [&folded](const mail::FolderPath& other) {
    return text::folded(other.text()) == folded;
  };
  return std::ranges::any_of(situation.target_folders, same, &mail::Folder::path) ||
         std::ranges::any_of(situation.folders, same,
                             [](const auto& work) { return work.mapped.target_path; });
}

// Gives a folder that is not made yet, and those below it, another name on the target.
void rename(Situation& situation, FolderWork& work, const mail::FolderPath& to,
            const std::string& because) {
  const auto from = work.mapped.target_path;
  for (auto& other : situation.folders) {
    if (was_made(other) || other.mapped.target || !other.mapped.target_path.is_within(from))
      continue;
    auto path = to;
    for (const auto& segment : other.mapped.target_path.segments().subspan(from.segments().size()))
      path = path.child(segment);
    other.mapped.target_path = path;
    other.record.target_path = path;
  }
  work.mapped.renamed_because = because;
  work.record.renamed_because = because;
}

bool refuses_inferiors(const Situation& situation, const mail::FolderPath& parent) {
  return std::ranges::any_of(situation.folders, [&parent](const auto& work) {
    return work.copied && work.copied->target.path == parent &&
           work.copied->target.inferiors == mail::Inferiors::refused;
  });
}

}  // namespace

// Parents before children, and those of one depth side by side; what needs another name waits until
// nobody else takes names.
Task<> CrossingSteps::prepare(Situation& situation) {
  FolderMeter meter(scope_, situation.folders.size());
  std::map<std::size_t, std::vector<FolderGroup>> by_depth;
  for (auto& group : grouped_by_target(situation.folders)) {
    std::erase_if(group, [](const FolderWork* work) { return !work->is_copied(); });
    if (group.empty()) continue;
    const auto depth = group.front()->mapped.target_path.segments().size();
    by_depth[depth].push_back(std::move(group));
  }
  const FolderStep step = [&](Doors& doors, FolderWork& work) -> Task<> {
    meter.begin(work.mapped.source.path);
    if (!work.copied) co_await prepare_folder(doors, situation, work);
  };
  for (auto& [depth, groups] : by_depth) {
    naming_ = Naming::as_wished;
    co_await each_folder(scope_, crew_, Side::target, 1, take_idle(groups, needs_nothing), step);
    const auto lanes = crew_.lanes_for(groups.size(), 0);
    co_await each_folder(scope_, crew_, Side::target, lanes, std::move(groups), step);
    naming_ = Naming::freely;
    for (auto* work : std::exchange(to_be_renamed_, {}))
      co_await persistently(scope_, doors_,
                            [&] { return prepare_folder(doors_, situation, *work); });
  }
}

Task<Result<mail::Folder>> CrossingSteps::ensure_folder(Doors& doors, Situation& situation,
                                                        FolderWork& work) {
  const bool first_time = !was_made(work);
  const bool subscribe =
      first_time && work.mapped.source.subscribed == mail::Subscribed::yes &&
      (!work.mapped.target || work.mapped.target->subscribed == mail::Subscribed::no);
  if (work.mapped.target && !subscribe && work.mapped.target->selectable == mail::Selectable::yes)
    co_return *work.mapped.target;
  const mail::FolderWish wish{work.mapped.target_path, work.mapped.use,
                              subscribe ? mail::Subscribed::yes : mail::Subscribed::no};
  auto folder = co_await ensure_some_name(doors, situation, work, wish);
  if (!folder) co_return folder;
  if (!work.mapped.target) {
    touched_ = true;
    scope_.journal().record(scope_.lease, scope_.run,
                            {storage::ActKind::create, work.record.id, std::nullopt, "",
                             work.mapped.target_path.text()});
  }
  if (subscribe)
    scope_.journal().record(scope_.lease, scope_.run,
                            {storage::ActKind::subscribe, work.record.id, std::nullopt, "",
                             work.mapped.target_path.text()});
  co_return folder;
}

// The target has the last word on names: where it refuses one, others are tried.
Task<Result<mail::Folder>> CrossingSteps::ensure_some_name(Doors& doors, Situation& situation,
                                                           FolderWork& work,
                                                           mail::FolderWish wish) {
  const auto wished = wish.path;
  std::string because = "the target allows no folders below its parent";
  std::vector<mail::FolderPath> names{wished};
  if (!was_made(work) && naming_ == Naming::freely) {
    if (refuses_inferiors(situation, wished.parent())) names = {beside_parent(wished)};
    std::ranges::move(other_names(names.front()), std::back_inserter(names));
  }
  std::optional<Error> refused;
  for (const auto& name : names) {
    if (name != wished && is_taken(situation, name)) continue;
    wish.path = name;
    auto folder = co_await (co_await doors.target())->ensure(wish);
    if (folder && name != wished) {
      scope_.notice(NoticeKind::name_replaced, work.mapped.source.path,
                    fmt::format("{} is {} on the target, because {}.",
                                work.mapped.source.path.text(), name.text(), because));
      rename(situation, work, name, because);
    }
    if (folder) co_return folder;
    if (!refused) refused = folder.error();
    if (folder.error().code != ErrorCode::folder_refused) break;
    because = fmt::format("the target refused the name ({})", refused->text);
  }
  co_return std::unexpected(refused.value_or(Error{.code = ErrorCode::folder_refused,
                                                   .text = "No name for it is free.",
                                                   .where = wished.text(),
                                                   .side = Side::target,
                                                   .scope = Scope::folder}));
}

// Its ids on the target have changed: the map and the flags under way get the new ones.
Task<> CrossingSteps::rebind_to(Doors& doors, FolderWork& work, const mail::Folder& target) {
  work.record = co_await rebind_target(scope_, *co_await doors.target(), target, work.record);
  std::vector<mail::ItemId> sources;
  for (const auto& update : work.survey.flag_updates) sources.push_back(update.source);
  std::unordered_map<mail::ItemId, mail::ItemId> ids;
  for (auto& record : co_await scope_.journal().lookup(work.record.id, std::move(sources)))
    if (record.target) ids.emplace(std::move(record.source), std::move(*record.target));
  std::erase_if(work.survey.flag_updates,
                [&ids](const auto& update) { return !ids.contains(update.source); });
  for (auto& update : work.survey.flag_updates) update.target = ids.at(update.source);
}

Task<> CrossingSteps::prepare_folder(Doors& doors, Situation& situation, FolderWork& work) {
  if (was_removed(work)) co_return;
  if (is_as_it_was(work)) {
    work.copied = std::make_shared<CopiedFolder>(
        CopiedFolder{work.mapped.source, *work.mapped.target, work.record, {}, {}});
    co_return;
  }
  if (naming_ == Naming::as_wished && !was_made(work) &&
      refuses_inferiors(situation, work.mapped.target_path.parent())) {
    to_be_renamed_.push_back(&work);
    co_return;
  }
  const auto refused = co_await make_ready(doors, situation, work);
  if (!refused) co_return;
  if (naming_ == Naming::as_wished && !was_made(work) &&
      refused->code == ErrorCode::folder_refused) {
    to_be_renamed_.push_back(&work);
    co_return;
  }
  work.broken = *refused;
  folders_not_made_.push_back(work.mapped.target_path.text());
  scope_.notice(NoticeKind::folder_not_created, work.mapped.source.path, describe(*refused));
}

// Why it cannot be copied into; nothing when it can.
Task<std::optional<Error>> CrossingSteps::make_ready(Doors& doors, Situation& situation,
                                                     FolderWork& work) {
  const auto folder = co_await ensure_folder(doors, situation, work);
  if (!folder) co_return folder.error();
  try {
    // What follows moves compares flags before flags() would learn which are taken.
    co_await learn_folder(doors, work, *folder,
                          something_left(situation) ? Learning::now : Learning::with_changes);
  } catch (const Failure& failure) {
    const auto& error = failure.error();
    if (error.scope != Scope::folder || error.code == ErrorCode::generation_changed) throw;
    co_return error;
  }
  co_return std::nullopt;
}

// What copying into the folder needs to know of it.
Task<> CrossingSteps::learn_folder(Doors& doors, FolderWork& work, const mail::Folder& folder,
                                   Learning of_flags) {
  auto& target = *co_await doors.target();
  const auto& known = work.record.target_generation;
  if (!known.empty() && known != folder.generation) {
    co_await rebind_to(doors, work, folder);
  } else if (known.empty()) {
    work.record.target_generation = folder.generation;
    work.record = co_await scope_.journal().put_folder(scope_.lease, work.record);
  }
  CopiedFolder copied{work.mapped.source, folder, work.record, {}, {}};
  if (!work.survey.to_copy.empty()) {
    copied.mark = folder.state && !folder.state->checkpoint.is_beginning()
                      ? folder.state->checkpoint
                      : co_await target.reading().mark(folder);
  }
  if (of_flags == Learning::now || work.survey.flag_updates.empty()) {
    copied.accepted = co_await flags_taken(doors, work, folder);
    work.flags_learned = true;
  }
  work.copied = std::make_shared<CopiedFolder>(std::move(copied));
}

// Which of the flags that come along the target folder takes.
Task<mail::Flags> CrossingSteps::flags_taken(Doors& doors, const FolderWork& work,
                                             const mail::Folder& folder) {
  auto& target = *co_await doors.target();
  const auto accepted = co_await target.accepted(folder, flags_of(work.survey.to_copy));
  for (const auto& item : work.survey.to_copy)
    for (const auto& keyword : difference(item.flags, accepted).keywords())
      ++keywords_dropped_[keyword];
  co_return accepted;
}

}  // namespace postferry::engine

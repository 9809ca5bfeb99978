#include "engine/planner.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <utility>

#include "base/gather.hpp"
#include "engine/folder_rules.hpp"
#include "text/quantities.hpp"

namespace postferry::engine {
namespace {

// A folder that is opened costs the servers a small part of what it costs to list it, even where
// little of it has changed.
constexpr std::uint64_t opened_like_a_listed = 20;

bool ends_only_the_folder(const Error& error) {
  return error.scope == Scope::folder || error.scope == Scope::item;
}

Task<std::uint64_t> message_count(Doors& doors, const mail::Folder& folder) {
  if (folder.selectable == mail::Selectable::no) co_return 0;
  if (folder.state) co_return folder.state->messages;
  co_return (co_await (co_await doors.source())->ids(folder)).size();
}

Task<> survey_one(const RunScope& scope, Doors& doors, FolderWork& work, Look look, Known& known) {
  if (work.mapped.action == FolderAction::container) co_return;
  if (work.mapped.action == FolderAction::excluded) {
    work.excluded_messages = co_await message_count(doors, work.mapped.source);
    co_return;
  }
  try {
    work.survey = co_await survey_folder(scope, doors, work.mapped, look, known);
  } catch (const Failure& failure) {
    if (!ends_only_the_folder(failure.error())) throw;
    work.broken = failure.error();
  }
  if (!work.broken) co_return;
  if (work.mapped.source.state) work.survey.messages = work.mapped.source.state->messages;
  scope.notice(
      work.broken->code == ErrorCode::folder_missing ? NoticeKind::folder_gone : NoticeKind::other,
      work.mapped.source.path, describe(*work.broken));
  if (work.broken->code == ErrorCode::folder_missing) work.survey.messages = 0;
}

std::uint64_t messages_to_list(const std::vector<FolderGroup>& groups, Look look) {
  std::uint64_t messages = 0;
  for (const auto& group : groups)
    for (const auto* work : group)
      if (const auto& state = work->mapped.source.state)
        messages += state->messages /
                    (look == Look::full || !work->mapped.record ? 1 : opened_like_a_listed);
  return messages;
}

Task<> list(mail::Source& door, std::vector<mail::Folder>& folders) {
  folders = co_await door.folders();
}

}  // namespace

bool something_left(const Situation& situation) {
  return !situation.vanished_folders.empty() ||
         std::ranges::any_of(situation.folders,
                             [](const auto& work) { return !work.survey.vanished.empty(); });
}

Task<ListedFolders> list_folders(Doors& doors) {
  ListedFolders listed;
  auto& source = *co_await doors.source();
  auto& target = *co_await doors.target();
  std::vector<Task<>> both;
  both.push_back(list(source, listed.source));
  both.push_back(list(target.reading(), listed.target));
  co_await all_of(std::move(both));
  co_return listed;
}

Task<Situation> list_both(const RunScope& scope, Doors& doors) {
  Situation situation;
  auto listed = co_await list_folders(doors);
  situation.source_folders = std::move(listed.source);
  situation.target_folders = std::move(listed.target);
  const auto& target = *co_await doors.target();
  situation.records = co_await scope.journal().folders(scope.pair);
  auto map = map_folders(situation.source_folders, situation.target_folders, situation.records,
                         target.traits().naming, scope.options());
  situation.vanished_folders = std::move(map.vanished);
  for (auto& mapped : map.folders) {
    FolderWork work;
    work.mapped = std::move(mapped);
    if (work.mapped.record) work.record = *work.mapped.record;
    if (!work.mapped.kept_because.empty())
      scope.notice(NoticeKind::rule_changed, work.mapped.source.path, work.mapped.kept_because);
    situation.folders.push_back(std::move(work));
  }
  for (const auto& rule : idle_rules(situation.source_folders, scope.options()))
    scope.notice(NoticeKind::other, {}, fmt::format("{} matches no folder of the source.", rule));
  co_return situation;
}

Task<> survey_all(const RunScope& scope, Crew& crew, Situation& situation, Look look) {
  Known known;
  known.counts = co_await counts_by_folder(scope);
  known.held = holdings(known.counts, situation.records);
  const FolderStep survey = [&](Doors& doors, FolderWork& work) {
    return survey_one(scope, doors, work, look, known);
  };
  auto groups = grouped_by_target(situation.folders);
  auto idle = take_idle(groups, [look](const FolderWork& work) {
    return work.mapped.action == FolderAction::container ||
           work.mapped.action == FolderAction::excluded || is_unchanged(work.mapped, look);
  });
  co_await each_folder(scope, crew, Side::source, 1, std::move(idle), survey);
  const auto lanes = crew.lanes_for(groups.size(), messages_to_list(groups, look));
  co_await each_folder(scope, crew, Side::source, lanes, std::move(groups), survey);
  situation.held = std::move(known.held);
}

Task<Plan> plan_of(const RunScope& scope, Doors& doors, const Situation& situation) {
  Plan plan;
  plan.source = scope.context.source.name;
  plan.target = scope.context.target.name;
  auto& target = *co_await doors.target();
  plan.quota = co_await target.quota();
  plan.largest_item_bytes = target.traits().largest_item_bytes;
  for (const auto& work : situation.folders) {
    PlannedFolder folder;
    folder.source = work.mapped.source.path;
    folder.target = work.mapped.target_path;
    folder.action = work.mapped.action;
    folder.rule = work.mapped.rule;
    folder.renamed_because = work.mapped.renamed_because;
    folder.messages = work.survey.messages + work.excluded_messages;
    folder.to_copy = work.survey.to_copy.size();
    folder.to_copy_bytes = work.survey.to_copy.message_bytes();
    folder.was_there = work.survey.was_there;
    folder.flag_changes = work.survey.flag_updates.size();
    folder.vanished = work.survey.vanished.size();
    folder.excluded = work.survey.excluded;
    if (work.excluded_messages > 0) folder.excluded[work.mapped.rule] = work.excluded_messages;
    std::uint64_t excluded = 0;
    for (const auto& [rule, count] : folder.excluded) excluded += count;
    folder.settled =
        folder.messages - std::min(folder.messages, folder.to_copy + folder.was_there + excluded);
    if (plan.largest_item_bytes)
      plan.too_large += static_cast<std::uint64_t>(std::ranges::count_if(
          work.survey.to_copy,
          [&](const auto& item) { return item.size_bytes > *plan.largest_item_bytes; }));
    if (work.broken) plan.warnings.push_back(describe(*work.broken));
    if (!work.mapped.kept_because.empty()) plan.warnings.push_back(work.mapped.kept_because);
    plan.folders.push_back(std::move(folder));
  }
  std::ranges::move(room_warnings(plan), std::back_inserter(plan.warnings));
  co_return plan;
}

std::vector<std::string> room_warnings(const Plan& plan) {
  std::vector<std::string> warnings;
  if (plan.too_large > 0)
    warnings.push_back(fmt::format("{} {} larger than the target accepts ({}) and will be refused.",
                                   text::counted(plan.too_large, "message"),
                                   plan.too_large == 1 ? "is" : "are",
                                   text::sized(*plan.largest_item_bytes)));
  if (!plan.quota.limit_bytes || !plan.quota.used_bytes) return warnings;
  std::uint64_t total_bytes = 0;
  for (const auto& folder : plan.folders) total_bytes += folder.to_copy_bytes;
  const auto used = *plan.quota.used_bytes;
  const auto limit = *plan.quota.limit_bytes;
  const auto left = limit > used ? limit - used : 0;
  if (total_bytes > left)
    warnings.push_back(
        fmt::format("The target has room for {} and {} are to be copied: {} will not fit.",
                    text::sized(left), text::sized(total_bytes), text::sized(total_bytes - left)));
  return warnings;
}

}  // namespace postferry::engine

#include "engine/planner.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <utility>

#include "engine/folder_rules.hpp"
#include "text/quantities.hpp"

namespace postferry::engine {
namespace {

constexpr int most_tries = 5;

bool ends_only_the_folder(const Error& error) {
  return error.scope == Scope::folder || error.scope == Scope::item;
}

Task<std::uint64_t> message_count(Doors& doors, const mail::Folder& folder) {
  if (folder.selectable == mail::Selectable::no) co_return 0;
  if (folder.state) co_return folder.state->messages;
  co_return (co_await (co_await doors.source())->ids(folder)).size();
}

Task<> survey_one(const RunScope& scope, Doors& doors, FolderWork& work, Look look,
                  Claims& claims) {
  if (work.mapped.action == FolderAction::container) co_return;
  if (work.mapped.action == FolderAction::excluded) {
    work.excluded_messages = co_await message_count(doors, work.mapped.source);
    co_return;
  }
  try {
    work.survey = co_await survey_folder(scope, doors, work.mapped, look, claims);
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

}  // namespace

Task<> persistently(const RunScope& scope, Doors& doors, std::function<Task<>()> step) {
  for (int attempt = 1;; ++attempt) {
    std::optional<Error> broken;
    try {
      co_await step();
    } catch (const Failure& failure) {
      const auto& error = failure.error();
      // A server that was never reached is more likely a wrong name or port than one in trouble.
      const bool promising =
          doors.were_open(error.side) ? may_come_back(error) : is_worth_another_try(error);
      if (!promising || attempt == most_tries) throw;
      broken = error;
    }
    if (!broken) co_return;
    doors.drop(Side::none);
    scope.notice(NoticeKind::reconnected, {}, describe(*broken));
    co_await pause_for(wait_before(attempt, *broken), scope.stop);
  }
}

Task<Situation> list_both(const RunScope& scope, Doors& doors) {
  Situation situation;
  situation.source_folders = co_await (co_await doors.source())->folders();
  auto& target = *co_await doors.target();
  situation.target_folders = co_await target.reading().folders();
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

Task<> survey_all(const RunScope& scope, Doors& doors, Situation& situation, Look look) {
  Claims claims;
  for (auto& work : situation.folders) {
    scope.check_stop();
    co_await persistently(scope, doors,
                          [&] { return survey_one(scope, doors, work, look, claims); });
  }
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
    folder.to_copy_bytes = work.survey.to_copy_bytes;
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

#include "engine/resume.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <utility>

#include "engine/settle.hpp"
#include "engine/unfinished_moves.hpp"

namespace postferry::engine {
namespace {

using Intents = std::vector<storage::Intent>;

const mail::Folder* find(const std::vector<mail::Folder>& folders, const mail::FolderPath& path) {
  const auto found = std::ranges::find(folders, path, &mail::Folder::path);
  return found == folders.end() ? nullptr : &*found;
}

Task<Settled> settle_folder(const RunScope& scope, Doors& doors, const Situation& situation,
                            const storage::FolderRecord& record, Intents intents) {
  const auto* source = find(situation.source_folders, record.source_path);
  const auto* target = find(situation.target_folders, record.target_path);
  if (target == nullptr) {
    for (const auto& intent : intents) scope.journal().settle(scope.lease, intent.id);
    co_return Settled{};
  }
  mail::Folder gone;
  gone.path = record.source_path;
  co_return co_await settle_intents(scope, *co_await doors.source(), *co_await doors.target(),
                                    {record, source == nullptr ? gone : *source, *target},
                                    std::move(intents), situation.target_folders);
}

// A run that was cut off on a target that tells no ids had not looked for them yet.
Task<> find_lost_ids(const RunScope& scope, Doors& doors, const Situation& situation) {
  auto& target = *co_await doors.target();
  if (target.traits().returns_ids == mail::Keeps::yes) co_return;
  const auto runs = co_await scope.journal().runs(scope.pair);
  if (runs.size() < 2 || runs[1].outcome == exit_name(Exit::complete)) co_return;
  for (const auto& record : situation.records) {
    const auto* source = find(situation.source_folders, record.source_path);
    const auto* there = find(situation.target_folders, record.target_path);
    if (source == nullptr || there == nullptr) continue;
    co_await find_brought(scope, *co_await doors.source(), target, {record, *source, *there},
                          mail::Checkpoint());
  }
}

}  // namespace

Task<> settle_earlier_run(const RunScope& scope, Doors& doors, const Situation& situation) {
  std::map<storage::FolderId, Intents> open;
  for (auto& intent : co_await scope.journal().open_intents(scope.pair))
    open[intent.folder].push_back(std::move(intent));
  Settled total;
  for (auto& [id, intents] : open) {
    const auto record = std::ranges::find(situation.records, id, &storage::FolderRecord::id);
    if (record == situation.records.end()) continue;
    const auto settled =
        co_await settle_folder(scope, doors, situation, *record, std::move(intents));
    total.stored += settled.stored;
    total.not_stored += settled.not_stored;
  }
  co_await find_lost_ids(scope, doors, situation);
  co_await finish_move(scope, doors, situation);
  if (open.empty()) co_return;
  scope.notice(NoticeKind::resumed, {},
               fmt::format("An earlier run was cut off: {} of its open messages had arrived, {} "
                           "are sent again.",
                           total.stored, total.not_stored),
               total.stored + total.not_stored);
}

}  // namespace postferry::engine

#include "api/pair_json.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "base/error_catalog.hpp"
#include "text/display.hpp"

namespace postferry::api {
namespace {

namespace json = text::json;
using storage::PlacementState;
using storage::catalog::MigrationRow;
using storage::catalog::MigrationState;

// One folder while it is added up.
struct Folder {
  mail::FolderPath source;
  mail::FolderPath target;
  std::uint64_t done = 0;
  std::uint64_t bytes = 0;
  std::uint64_t failed = 0;
  std::uint64_t excluded = 0;
  std::uint64_t expected = 0;  // done and failed when the run is through, as far as it has told
  bool is_settled = false;     // the journal has all of it

  std::uint64_t known() const { return done + failed; }
  std::uint64_t messages() const { return std::max(known(), expected); }
};
using Folders = std::map<mail::FolderPath, Folder>;

void add_count(Folder& folder, const storage::StateCount& count) {
  switch (count.state) {
    case PlacementState::brought:
    case PlacementState::was_there:
      folder.done += count.items;
      folder.bytes += count.size_bytes;
      break;
    case PlacementState::excluded:
      folder.excluded += count.items;
      break;
    case PlacementState::failed:
    case PlacementState::doubtful:
      folder.failed += count.items;
      break;
  }
}

void add_journal(Folders& folders, const storage::PairLook& look) {
  std::map<storage::FolderId, Folder*> by_id;
  for (const auto& record : look.folders) {
    auto& folder = folders[record.source_path];
    folder.source = record.source_path;
    folder.target = record.target_path;
    folder.is_settled = !record.source_checkpoint.is_beginning();
    by_id[record.id] = &folder;
  }
  for (const auto& count : look.counts)
    if (const auto found = by_id.find(count.folder); found != by_id.end())
      add_count(*found->second, count);
}

void add_live(Folders& folders, const service::LiveProgress& live) {
  if (!live.planned) return;
  for (const auto& planned : *live.planned) {
    auto& folder = folders[planned.source];
    folder.source = planned.source;
    folder.target = planned.target;
    folder.expected = planned.to_copy + planned.was_there;
    folder.excluded = std::max(folder.excluded, planned.excluded);
  }
}

std::string_view state_of(const Folder& folder, const MigrationRow& row,
                          const std::optional<service::LiveProgress>& live) {
  const bool running = row.state == MigrationState::running && live;
  if (running && live->phase == engine::Phase::copying && live->progress.folder == folder.source)
    return "running";
  const bool through =
      !running || folder.is_settled || (folder.expected > 0 && folder.known() >= folder.expected);
  if (folder.messages() == 0 && folder.excluded > 0) return "skipped";
  if (folder.failed > 0 && through) return "failed";
  const bool ended = is_over(row.state) || row.state == MigrationState::waiting_for_next;
  return folder.is_settled || (running && through) || ended ? "done" : "waiting";
}

json::Object folder_json(const Folder& folder, std::string_view state) {
  return {{"source", text::valid_utf8(folder.source.text())},
          {"target", folder.target.is_root() ? json::Value()
                                             : json::Value(text::valid_utf8(folder.target.text()))},
          {"messages", folder.messages()},
          {"done", folder.done},
          {"bytes", folder.bytes},
          {"failed", folder.failed},
          {"excluded", folder.excluded},
          {"state", state}};
}

}  // namespace

json::Array folders_json(const MigrationRow& row, const std::optional<storage::PairLook>& look,
                         const std::optional<service::LiveProgress>& live) {
  Folders folders;
  if (look) add_journal(folders, *look);
  if (live) add_live(folders, *live);
  json::Array items;
  for (const auto& [path, folder] : folders)
    items.push_back(folder_json(folder, state_of(folder, row, live)));
  return items;
}

json::Array errors_json(const std::optional<storage::PairLook>& look) {
  if (!look) return {};
  std::map<storage::FolderId, std::string> paths;
  for (const auto& record : look->folders) paths[record.id] = record.source_path.text();
  auto all = look->trouble;
  std::ranges::sort(all, std::greater(), [](const storage::Trouble& trouble) {
    return std::pair(trouble.items, trouble.code);
  });
  json::Array items;
  for (const auto& trouble : all) {
    const auto code =
        trouble.code.empty() ? std::string(code_name(ErrorCode::doubtful)) : trouble.code;
    const auto* entry = &catalog_entry(ErrorCode::internal);
    for (const auto& each : error_catalog())
      if (each.name == code) entry = &each;
    items.push_back(
        {{"folder", text::valid_utf8(paths[trouble.folder])},
         {"code", code},
         {"sentence", entry->sentence},
         {"hint", entry->hint},
         {"count", trouble.items},
         {"server_said",
          trouble.note.empty() ? json::Value() : json::Value(text::valid_utf8(trouble.note))}});
  }
  return items;
}

}  // namespace postferry::api

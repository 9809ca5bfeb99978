#include "engine/folder_counts.hpp"

#include <utility>

namespace postferry::engine {

Task<FolderCounts> counts_by_folder(const RunScope& scope) {
  FolderCounts counts;
  for (auto& count : co_await scope.journal().counts(scope.pair))
    counts[count.folder].push_back(std::move(count));
  co_return counts;
}

std::span<const storage::StateCount> counts_of(const FolderCounts& counts,
                                               storage::FolderId folder) {
  const auto known = counts.find(folder);
  if (known == counts.end()) return {};
  return known->second;
}

std::uint64_t items_in(std::span<const storage::StateCount> counts) {
  std::uint64_t items = 0;
  for (const auto& count : counts) items += count.items;
  return items;
}

}  // namespace postferry::engine

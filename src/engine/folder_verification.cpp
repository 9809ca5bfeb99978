#include "engine/folder_verification.hpp"

#include <algorithm>
#include <utility>

namespace postferry::engine {
namespace {

constexpr std::size_t verified_at_once = 2000;

}  // namespace

using mail::ItemId;
using storage::PlacementState;

void add_count(const storage::StateCount& count, Verdict& verdict) {
  switch (count.state) {
    case PlacementState::brought:
      verdict.brought += count.items;
      break;
    case PlacementState::was_there:
      verdict.was_there += count.items;
      break;
    case PlacementState::excluded:
      verdict.excluded[count.note] += count.items;
      break;
    case PlacementState::failed:
      verdict.failed += count.items;
      break;
    case PlacementState::doubtful:
      verdict.doubtful += count.items;
      break;
  }
}

TargetListing::TargetListing(std::vector<ItemId> ids)
    : ids_(std::move(ids)), claimed_(ids_.size()) {
  std::ranges::sort(ids_);
}

TargetListing::Found TargetListing::claim(const ItemId& id) {
  const auto place = std::ranges::lower_bound(ids_, id);
  if (place == ids_.end() || *place != id) return Found::nowhere;
  auto claimed = claimed_[static_cast<std::size_t>(place - ids_.begin())];
  if (claimed) return Found::claimed_before;
  claimed = true;
  return Found::free;
}

Task<> FolderVerification::count(std::span<const storage::StateCount> counts) {
  for (const auto& count : counts) add_count(count, verdict_);
  co_await list_failures();
  open_ = verdict_.failed + verdict_.doubtful;
}

Task<> FolderVerification::locate_all(TargetListing& there) {
  std::vector<ItemId> doubles;
  ItemId after;
  for (;;) {
    const auto page = co_await scope_.journal().locations(work_.record.id, after, verified_at_once);
    if (page.empty()) break;
    after = page.back().source;
    for (const auto& copy : page) locate(there, copy, doubles);
  }
  if (!doubles.empty()) co_await reopen(std::move(doubles));
}

void FolderVerification::locate(TargetListing& there, const storage::Location& copy,
                                std::vector<ItemId>& doubles) {
  const auto found = there.claim(copy.target);
  if (found == TargetListing::Found::free) return;
  --(copy.state == PlacementState::brought ? verdict_.brought : verdict_.was_there);
  if (found == TargetListing::Found::nowhere) {
    ++absent_;
    ++verdict_.moved_or_removed;
    return;
  }
  // The target named one copy for two messages: the second is not there, and to be tried again.
  ++open_;
  ++verdict_.failed;
  doubles.push_back(copy.source);
}

Task<> FolderVerification::list_failures() {
  if (verdict_.failed == 0) co_return;
  ItemId after;
  while (verdict_.failures.size() < Verdict::most_failures) {
    const auto page = co_await scope_.journal().failures(work_.record.id, after, verified_at_once);
    if (page.empty()) break;
    after = page.back().source;
    for (const auto& record : page)
      if (verdict_.failures.size() < Verdict::most_failures)
        verdict_.failures.push_back({work_.mapped.source.path, record.source,
                                     record.code.value_or(ErrorCode::content_refused),
                                     record.note});
  }
}

Task<> FolderVerification::reopen(std::vector<ItemId> doubles) {
  auto records = co_await scope_.journal().lookup(work_.record.id, std::move(doubles));
  for (auto& record : records) {
    record.state = PlacementState::failed;
    record.target.reset();
    record.code = ErrorCode::server_refused;
    record.note = "The target has one message where it was sent two.";
  }
  scope_.journal().note_outcomes(scope_.lease, scope_.run, work_.record.id, std::move(records));
}

}  // namespace postferry::engine

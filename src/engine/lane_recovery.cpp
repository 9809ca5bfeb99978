#include <algorithm>
#include <cstddef>
#include <iterator>
#include <ranges>
#include <unordered_set>
#include <utility>

#include "engine/lane.hpp"
#include "engine/settle.hpp"

namespace postferry::engine {
namespace {

using mail::ItemId;
using mail::Placement;
using storage::PlacementState;

constexpr int attempts_before_splitting = 2;

bool ends_the_folder(const Error& error) {
  return error.scope == Scope::folder &&
         (error.code == ErrorCode::folder_missing || error.code == ErrorCode::permission_denied);
}

}  // namespace

void Lane::bisect(const Batch& batch, std::vector<Placement> items, const Error& error) {
  if (items.size() == 1) {
    fail_item(crossing_, *batch.folder, items.front(), error);
    return;
  }
  const auto middle = items.begin() + static_cast<std::ptrdiff_t>(items.size() / 2);
  Batch second{batch.folder, {middle, items.end()}, 0};
  items.erase(middle, items.end());
  retries_.push_front(std::move(second));
  retries_.push_front({batch.folder, std::move(items), 0});
}

void Lane::put_back(const Batch& batch, std::vector<Placement> items, int attempts) {
  if (items.empty()) return;
  const bool split = attempts >= attempts_before_splitting && items.size() > 1;
  const auto middle =
      split ? items.begin() + static_cast<std::ptrdiff_t>(items.size() / 2) : items.end();
  if (middle != items.end()) retries_.push_front({batch.folder, {middle, items.end()}, attempts});
  items.erase(middle, items.end());
  retries_.push_front({batch.folder, std::move(items), attempts});
}

// What is only prepared was not sent: there is nothing to settle.
std::optional<Batch> Lane::take_back_ahead() {
  if (!ahead_) return std::nullopt;
  auto ahead = std::exchange(ahead_, std::nullopt);
  const auto& scope = crossing_.scope;
  if (ahead->intent) scope.journal().settle(scope.lease, *ahead->intent);
  return std::move(ahead->batch);
}

void Lane::lay_aside_ahead() {
  if (auto batch = take_back_ahead()) retries_.push_back(std::move(*batch));
}

// The source is wanted for something else than what it has begun to give.
void Lane::drop_ahead() {
  if (!ahead_) return;
  lay_aside_ahead();
  doors_.drop_source();
}

// The folder is gone, or closed to us: the others go on.
void Lane::leave_folder(const Batch& batch, const Error& error) {
  const auto id = batch.folder->record.id;
  const auto of_folder = [id](const Batch& other) { return other.folder->record.id == id; };
  lay_aside_ahead();
  // The target may be left in the midst of a literal: such a connection is dropped, never padded.
  doors_.drop(Side::none);
  auto left = crossing_.queue.drop(id) + batch.items.size();
  for (const auto& other : retries_)
    if (of_folder(other)) left += other.items.size();
  std::erase_if(retries_, of_folder);
  for (std::size_t i = 0; i < left; ++i) crossing_.meter.message_done(batch.folder->source.path);
  if (!crossing_.broken.emplace(id, error).second) return;
  crossing_.scope.notice(
      error.code == ErrorCode::folder_missing ? NoticeKind::folder_gone : NoticeKind::other,
      batch.folder->source.path, describe(error));
}

// What lost connections left open in a folder, whichever lane had it, is settled together.
Task<> Lane::settle_broken_off(const CopiedFolder& folder) {
  const auto& broken_off = crossing_.broken_off[folder.record.id];
  if (broken_off.empty()) co_return;
  std::vector<storage::Intent> intents;
  std::ranges::copy(std::views::values(broken_off), std::back_inserter(intents));
  co_await settle_intents(crossing_.scope, *co_await doors_.source(), *co_await doors_.target(),
                          {folder.record, folder.source, folder.target}, std::move(intents),
                          crossing_.target_folders);
}

// Some servers store a message and then answer NO: what came in spite of it is written down and
// taken off the batch, or it would be sent again.
Task<> Lane::take_stored_in_spite(Batch& batch, std::vector<mail::Outcome>& outcomes) {
  std::vector<ItemId> refused;
  for (const auto& outcome : outcomes)
    if (outcome.kind != mail::OutcomeKind::stored) refused.push_back(outcome.item);
  if (refused.empty()) co_return;
  const auto& scope = crossing_.scope;
  const SettleFolder folder{batch.folder->record, batch.folder->source, batch.folder->target};
  const auto alone = co_await alone_in(*batch.folder);
  if (!crossing_.broken_off[folder.record.id].empty()) {
    drop_ahead();
    co_await settle_broken_off(*batch.folder);
  }
  auto* target = co_await doors_.target();
  const auto since = looked_until_.try_emplace(folder.record.id, batch.folder->mark).first;
  const auto until = co_await target->reading().mark(folder.target);
  auto strangers = co_await strangers_since(scope, *target, folder, since->second);
  if (strangers.empty()) {
    since->second = until;
    co_return;
  }
  drop_ahead();
  auto* source = co_await doors_.source();
  if (target->traits().returns_ids != mail::Keeps::yes) {
    // What is stored for certain claims its copy before what is said to be refused.
    co_await find_brought(scope, *source, *target, folder, batch.folder->mark,
                          crossing_.without_id[folder.record.id]);
    strangers = co_await strangers_since(scope, *target, folder, since->second);
  }
  since->second = until;
  const auto stored = co_await settle_refused(scope, *source, *target, folder, strangers, refused);
  const std::unordered_set<ItemId> found(stored.begin(), stored.end());
  count_copied(batch, found.size());
  std::erase_if(batch.items, [&found](const auto& item) { return found.contains(item.id); });
  std::erase_if(outcomes, [&found](const auto& outcome) { return found.contains(outcome.item); });
}

// After a broken connection: what was told is written down, what was not is settled, the rest is
// tried again; a message that breaks the connection again and again fails alone.
Task<> Lane::recover(Batch& batch, std::size_t sent, std::optional<storage::IntentId> intent,
                     const std::vector<mail::Outcome>& outcomes, const Error& error) {
  const auto& scope = crossing_.scope;
  auto open = batch.intent();
  take_refused(batch, outcomes);
  if (ends_the_folder(error)) {
    leave_folder(batch, error);
    co_return;
  }
  auto left = std::move(batch.items);
  const bool progress = left.size() < sent;
  if (!may_come_back(error)) throw Failure(error);
  lay_aside_ahead();
  doors_.drop(Side::none);
  auto& broken_off = crossing_.broken_off[open.folder];
  if (intent) {
    open.id = *intent;
    broken_off.insert_or_assign(number_, std::move(open));
  }
  for (auto cause = std::optional(error); cause;) {
    if (++failures_in_a_row_ > most_failures_of_a_lane) throw Failure(*cause);
    scope.notice(NoticeKind::reconnected, batch.folder->source.path, describe(*cause));
    co_await pause_for(wait_before(failures_in_a_row_, *cause), scope.stop);
    try {
      co_await doors_.open();
      if (intent) {
        const auto alone = co_await alone_in(*batch.folder);
        co_await settle_broken_off(*batch.folder);
        broken_off.erase(number_);
      }
      cause.reset();
    } catch (const Failure& failure) {
      if (!may_come_back(failure.error())) throw;
      cause = failure.error();
      doors_.drop(Side::none);
    }
  }
  std::unordered_set<ItemId> settled;
  for (const auto& record : co_await scope.journal().lookup(batch.folder->record.id, ids_of(left)))
    if (record.state == PlacementState::brought || record.state == PlacementState::was_there)
      settled.insert(record.source);
  count_copied(batch, settled.size());
  std::erase_if(left, [&](const auto& item) { return settled.contains(item.id); });
  const int attempts = progress || !settled.empty() ? 0 : batch.attempts + 1;
  if (left.size() == 1 && attempts > attempts_before_splitting)
    fail_item(crossing_, *batch.folder, left.front(), error);
  else
    put_back(batch, std::move(left), attempts);
}

}  // namespace postferry::engine

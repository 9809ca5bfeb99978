// What becomes of a batch that was answered: stored, refused, not given by the source.
#include <algorithm>
#include <unordered_map>
#include <utility>

#include "engine/lane.hpp"

namespace postferry::engine {
namespace {

using mail::ItemId;
using mail::Outcome;
using mail::OutcomeKind;
using mail::Placement;
using storage::PlacementRecord;
using storage::PlacementState;

PlacementRecord record_of(const Placement& item, PlacementState state) {
  PlacementRecord record;
  record.source = item.id;
  record.state = state;
  record.flags = item.flags;
  record.received = item.received;
  record.size_bytes = item.size_bytes;
  return record;
}

// Whether a reason holds for every message of the batch alike, so that halving it finds nothing.
bool concerns_all(const Error& error) {
  switch (error.code) {
    case ErrorCode::permission_denied:
    case ErrorCode::folder_missing:
    case ErrorCode::folder_refused:
    case ErrorCode::target_full:
    case ErrorCode::throttled:
      return true;
    default:
      return false;
  }
}

}  // namespace

void fail_item(Crossing& crossing, const CopiedFolder& folder, const Placement& item, Error error) {
  auto record = record_of(item, PlacementState::failed);
  record.code = error.code;
  record.note = error.text;
  crossing.scope.journal().note_outcomes(crossing.scope.lease, crossing.scope.run, folder.record.id,
                                         {std::move(record)});
  ++crossing.failed;
  crossing.meter.message_done(folder.source.path);
  crossing.scope.tell(
      MessageFailed{folder.source.path, item.id, item.received, item.size_bytes, std::move(error)});
}

// Writes down what is stored and takes it off the batch.
void Lane::take_stored(Batch& batch, const TransferStream& stream, std::vector<Outcome>& outcomes) {
  std::unordered_map<ItemId, const Outcome*> stored;
  for (const auto& outcome : outcomes)
    if (outcome.kind == OutcomeKind::stored) stored.emplace(outcome.item, &outcome);
  std::vector<PlacementRecord> records;
  auto& given = crossing_.given[batch.folder->record.target_path];
  std::erase_if(batch.items, [&](const Placement& item) {
    const auto found = stored.find(item.id);
    if (found == stored.end()) return false;
    auto record = record_of(item, PlacementState::brought);
    const auto& sums = stream.passed().at(item.id);
    record.digest = sums.whole;
    record.fingerprint = sums.fingerprint;
    record.size_bytes = sums.size_bytes;
    record.target = found->second->target;
    given.add(record.target);
    if (!record.target) crossing_.without_id[batch.folder->record.id].push_back(record);
    records.push_back(std::move(record));
    return true;
  });
  count_copied(batch, records.size());
  crossing_.scope.journal().note_outcomes(crossing_.scope.lease, crossing_.scope.run,
                                          batch.folder->record.id, std::move(records));
  std::erase_if(outcomes, [](const auto& outcome) { return outcome.kind == OutcomeKind::stored; });
}

void Lane::count_copied(const Batch& batch, std::size_t messages) {
  if (messages == 0) return;
  crossing_.copied += messages;
  for (std::size_t i = 0; i < messages; ++i)
    crossing_.meter.message_done(batch.folder->source.path);
  refusals_in_a_row_ = 0;
  failures_in_a_row_ = 0;
}

// Writes down what was refused for itself and takes it off the batch; what is left is open.
void Lane::take_refused(Batch& batch, const std::vector<Outcome>& outcomes) {
  for (const auto& outcome : outcomes) {
    if (outcome.kind != OutcomeKind::refused) continue;
    ++refusals_in_a_row_;
    if (concerns_all(*outcome.error)) continue;
    const auto item = std::ranges::find(batch.items, outcome.item, &Placement::id);
    if (item == batch.items.end()) continue;
    fail_item(crossing_, *batch.folder, *item, *outcome.error);
    batch.items.erase(item);
  }
}

Task<> Lane::close_batch(Batch& batch, storage::IntentId intent, const TransferStream& stream,
                         const std::vector<Outcome>& outcomes) {
  const auto& scope = crossing_.scope;
  take_refused(batch, outcomes);
  auto left = std::move(batch.items);
  const auto refusal = std::ranges::find_if(outcomes, [](const Outcome& outcome) {
    return outcome.kind == OutcomeKind::batch_refused ||
           (outcome.error && concerns_all(*outcome.error));
  });
  scope.journal().settle(scope.lease, intent);
  if (left.empty()) co_return;
  std::vector<Placement> unread_items;
  for (auto& item : left)
    if (!stream.passed().contains(item.id)) unread_items.push_back(item);
  std::erase_if(left, [&](const auto& item) { return !stream.passed().contains(item.id); });
  co_await retry_unread(batch, stream, std::move(unread_items));
  if (left.empty() || refusal == outcomes.end()) co_return;
  const auto& error = *refusal->error;
  if (refusal->kind == OutcomeKind::batch_refused) ++refusals_in_a_row_;
  if (error.code == ErrorCode::target_full) throw Failure(error);
  if (error.code == ErrorCode::throttled) {
    scope.notice(NoticeKind::throttled, batch.folder->source.path, describe(error));
    if (++failures_in_a_row_ > most_failures_of_a_lane) throw Failure(error);
    co_await pause_for(wait_before(failures_in_a_row_, error), scope.stop);
    put_back(batch, std::move(left), batch.attempts);
  } else if (concerns_all(error)) {
    for (const auto& item : left) fail_item(crossing_, *batch.folder, item, error);
  } else {
    bisect(batch, std::move(left), error);
  }
}

Task<> Lane::retry_unread(const Batch& batch, const TransferStream& stream,
                          std::vector<Placement> unread) {
  if (unread.empty()) co_return;
  if (stream.refused()) {
    bisect(batch, std::move(unread), *stream.refused());
  } else if (!stream.passed().empty()) {
    put_back(batch, std::move(unread), batch.attempts);
  } else {
    for (std::size_t i = 0; i < unread.size(); ++i)
      crossing_.meter.message_done(batch.folder->source.path);
    crossing_.gone[batch.folder->record.id] += unread.size();
    crossing_.scope.notice(NoticeKind::message_gone, batch.folder->source.path,
                           "Messages vanished from the source while they were copied.",
                           unread.size());
  }
}

// The source gave nothing of these: what it still lists is there and cannot be read.
Task<> Lane::fail_what_is_not_given(Batch& batch, const TransferStream& stream) {
  if (batch.items.empty() || !stream.passed().empty() || stream.refused()) co_return;
  drop_ahead();
  auto* source = co_await doors_.source();
  const auto ids = ids_of(batch.items);
  for (const auto& listed : co_await source->look(batch.folder->source, ids)) {
    const auto item = std::ranges::find(batch.items, listed.id, &Placement::id);
    if (item == batch.items.end()) continue;
    fail_item(crossing_, *batch.folder, *item,
              Error{.code = ErrorCode::server_refused,
                    .text = "The source lists this message and does not give its content.",
                    .where = batch.folder->source.path.text(),
                    .side = Side::source,
                    .scope = Scope::item,
                    .retry = Retry::later});
    batch.items.erase(item);
  }
}

}  // namespace postferry::engine

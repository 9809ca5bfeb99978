#include "engine/lane.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_set>
#include <utility>

#include "engine/settle.hpp"

namespace postferry::engine {
namespace {

using mail::ItemId;
using mail::Outcome;
using mail::OutcomeKind;
using mail::Placement;
using storage::PlacementRecord;
using storage::PlacementState;

class Outcomes : public mail::OutcomeSink {
 public:
  void take(Outcome outcome) noexcept override { list.push_back(std::move(outcome)); }
  std::vector<Outcome> list;
};

std::vector<ItemId> ids_of(const std::vector<Placement>& items) {
  std::vector<ItemId> ids;
  ids.reserve(items.size());
  for (const auto& item : items) ids.push_back(item.id);
  return ids;
}

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

// A server may allow fewer connections than are wished for: a lane beside the first does without,
// before it has taken any work.
Task<bool> Lane::can_work() {
  if (number_ == 0 || crossing_.queue.empty()) co_return true;
  std::optional<Error> refused;
  try {
    co_await doors_.source();
    co_await doors_.target();
  } catch (const Failure& failure) {
    refused = failure.error();
  }
  if (!refused) co_return true;
  doors_.drop(Side::none);
  if (!may_come_back(*refused)) throw Failure(*refused);
  if (!std::exchange(crossing_.short_of_connections, true))
    crossing_.scope.notice(NoticeKind::throttled, {},
                           "Going on with fewer connections: " + describe(*refused));
  co_return false;
}

Task<> Lane::run() {
  if (!co_await can_work()) co_return;
  for (;;) {
    if (ahead_ && crossing_.scope.stop.stopped()) ahead_.reset();
    Under under;
    if (ahead_) {
      under = std::move(*std::exchange(ahead_, std::nullopt));
    } else if (auto batch = take()) {
      under.batch = std::move(*batch);
    } else {
      co_return;
    }
    co_await copy(std::move(under));
  }
}

Task<> Lane::copy_alone(Batch batch) {
  only_retries_ = true;
  retries_.push_back(std::move(batch));
  co_await run();
  only_retries_ = false;
}

std::optional<Batch> Lane::take() {
  if (crossing_.scope.stop.stopped()) return std::nullopt;
  if (!retries_.empty()) {
    auto batch = std::move(retries_.front());
    retries_.pop_front();
    return batch;
  }
  if (only_retries_) return std::nullopt;
  return crossing_.queue.take(number_);
}

Task<std::unique_ptr<mail::ContentStream>> Lane::start_reading(const Batch& batch) {
  auto* source = co_await doors_.source();
  co_return co_await source->read(batch.folder->source, ids_of(batch.items));
}

Task<> Lane::read_ahead() {
  if (ahead_) co_return;
  auto batch = take();
  if (!batch) co_return;
  ahead_ = Under{std::move(*batch), nullptr};
  // When the source breaks here, the batch under way must still end: reading begins anew later.
  try {
    ahead_->contents = co_await start_reading(ahead_->batch);
  } catch (const Failure&) {
    doors_.drop_source();
  }
}

Task<> Lane::copy(Under under) {
  const auto& scope = crossing_.scope;
  auto& batch = under.batch;
  std::optional<storage::IntentId> intent;
  std::optional<TransferStream> stream;
  Outcomes outcomes;
  std::optional<Error> broken;
  try {
    co_await rest_before_hang_up();
    auto* target = co_await doors_.target();
    if (!under.contents) under.contents = co_await start_reading(batch);
    intent = co_await scope.journal().intend(scope.lease, scope.run, batch.intent());
    stream.emplace(
        std::move(under.contents), batch,
        [this, &batch](std::size_t bytes) {
          crossing_.copied_bytes += bytes;
          crossing_.meter.bytes_passed(batch.folder->source.path, bytes);
        },
        [this] { return read_ahead(); });
    co_await target->append(batch.folder->target, *stream, outcomes);
    stream->let_go();
    take_stored(batch, *stream, outcomes.list);
    co_await take_stored_in_spite(batch, outcomes.list);
  } catch (const Failure& failure) {
    broken = failure.error();
  }
  under.contents.reset();
  if (stream) stream->let_go();
  if (broken)
    co_await recover(batch, intent, outcomes.list, stream ? &*stream : nullptr, *broken);
  else
    co_await close_batch(batch, *intent, *stream, outcomes.list);
}

// Writes down what is stored and takes it off the batch.
void Lane::take_stored(Batch& batch, const TransferStream& stream, std::vector<Outcome>& outcomes) {
  std::unordered_map<ItemId, const Outcome*> stored;
  for (const auto& outcome : outcomes)
    if (outcome.kind == OutcomeKind::stored) stored.emplace(outcome.item, &outcome);
  std::vector<PlacementRecord> records;
  std::erase_if(batch.items, [&](const Placement& item) {
    const auto found = stored.find(item.id);
    if (found == stored.end()) return false;
    auto record = record_of(item, PlacementState::brought);
    const auto& sums = stream.passed().at(item.id);
    record.digest = sums.whole;
    record.fingerprint = sums.fingerprint;
    record.size_bytes = sums.size_bytes;
    record.target = found->second->target;
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

// Servers hang up after ten errors in a row: a new connection begins a new count.
Task<> Lane::rest_before_hang_up() {
  auto* target = co_await doors_.target();
  if (refusals_in_a_row_ < target->traits().refusals_in_a_row) co_return;
  refusals_in_a_row_ = 0;
  co_await target->reading().close();
  doors_.drop_target();
}

}  // namespace postferry::engine

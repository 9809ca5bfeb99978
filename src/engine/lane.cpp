#include "engine/lane.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <unordered_set>
#include <utility>

#include "engine/settle.hpp"

namespace postferry::engine {
namespace {

using mail::ItemId;
using mail::Outcome;
using mail::Placement;

constexpr std::chrono::milliseconds between_glances{20};

class Outcomes : public mail::OutcomeSink {
 public:
  void take(Outcome outcome) noexcept override { list.push_back(std::move(outcome)); }
  std::vector<Outcome> list;
};

}  // namespace

Task<> Lane::run() {
  const bool needed =
      number_ == 0 || (!crossing_.queue.empty() && co_await crew_.joins(number_, Side::none));
  if (!needed) co_return;
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
  auto& use = crossing_.use[batch.folder->record.id];
  const auto sent = batch.items.size();
  std::optional<storage::IntentId> intent;
  std::optional<TransferStream> stream;
  std::optional<FolderUse::Appending> appending;
  Outcomes outcomes;
  std::optional<Error> broken;
  try {
    co_await rest_before_hang_up();
    auto* target = co_await doors_.target();
    if (!under.contents) under.contents = co_await start_reading(batch);
    while (use.settling) co_await pause_for(between_glances, scope.stop);
    appending.emplace(use);
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
    appending.reset();
    co_await take_stored_in_spite(batch, outcomes.list);
    co_await fail_what_is_not_given(batch, *stream);
  } catch (const Failure& failure) {
    broken = failure.error();
  }
  under.contents.reset();
  if (stream) stream->let_go();
  if (stream && broken) take_stored(batch, *stream, outcomes.list);
  appending.reset();
  if (broken)
    co_await recover(batch, sent, intent, outcomes.list, *broken);
  else
    co_await close_batch(batch, *intent, *stream, outcomes.list);
}

// No other lane appends to the folder or settles there while the result lives, so that nobody takes
// another's message for its own.
Task<FolderUse::Settling> Lane::alone_in(const CopiedFolder& folder) {
  auto& use = crossing_.use[folder.record.id];
  while (use.appending > 0 || use.settling)
    co_await pause_for(between_glances, crossing_.scope.stop);
  co_return FolderUse::Settling(use);
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

#include "engine/lane.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <iterator>
#include <unordered_set>
#include <utility>

#include <boost/asio/this_coro.hpp>

#include "base/gather.hpp"
#include "engine/settle.hpp"

namespace postferry::engine {
namespace {

using mail::Outcome;

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
    if (crossing_.scope.stop.stopped()) take_back_ahead();
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

Task<storage::IntentId> Lane::intend(const Batch& batch) {
  const auto& scope = crossing_.scope;
  co_return co_await scope.journal().intend(scope.lease, scope.run, batch.intent());
}

// Begins the next batch while the target stores this one. When the source breaks here, or the
// journal, the batch under way must still end: what was not begun is begun later.
Task<> Lane::prepare_next(Reading& reading) {
  co_await reading.over.wait();
  if (!reading.whole || ahead_) co_return;
  auto batch = take();
  if (!batch) co_return;
  ahead_.emplace(std::move(*batch));
  try {
    ahead_->contents = co_await start_reading(ahead_->batch);
    ahead_->intent = co_await intend(ahead_->batch);
  } catch (const Failure&) {
    ahead_->contents.reset();
    doors_.drop_source();
  }
}

Task<> Lane::append(const Batch& batch, TransferStream& stream, Reading& reading,
                    mail::OutcomeSink& outcomes) {
  std::exception_ptr broken;
  try {
    co_await (co_await doors_.target())->append(batch.folder->target, stream, outcomes);
  } catch (const Failure&) {
    broken = std::current_exception();
  }
  reading.over.set();
  if (broken) std::rethrow_exception(broken);
}

Task<> Lane::send(const Batch& batch, TransferStream& stream, Reading& reading,
                  mail::OutcomeSink& outcomes) {
  std::vector<Task<>> both;
  both.push_back(append(batch, stream, reading, outcomes));
  both.push_back(prepare_next(reading));
  co_await all_of(std::move(both));
}

Task<> Lane::copy(Under under) {
  const auto& scope = crossing_.scope;
  auto& batch = under.batch;
  auto& use = crossing_.use[batch.folder->record.id];
  const auto sent = batch.items.size();
  Reading reading(co_await boost::asio::this_coro::executor);
  std::optional<TransferStream> stream;
  std::optional<FolderUse::Appending> appending;
  Outcomes outcomes;
  std::optional<Error> broken;
  try {
    co_await rest_before_hang_up();
    if (!under.contents) under.contents = co_await start_reading(batch);
    while (use.settling) co_await pause_for(between_glances, scope.stop);
    appending.emplace(use);
    if (!under.intent) under.intent = co_await intend(batch);
    stream.emplace(
        std::move(under.contents), batch,
        [this, &batch](std::size_t bytes) {
          crossing_.copied_bytes += bytes;
          crossing_.meter.bytes_passed(batch.folder->source.path, bytes);
        },
        [&reading] {
          reading.whole = true;
          reading.over.set();
        });
    co_await send(batch, *stream, reading, outcomes);
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
    co_await recover(batch, sent, under.intent, outcomes.list, *broken);
  else
    co_await close_batch(batch, *under.intent, *stream, outcomes.list);
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

#include "engine/transfer_stream.hpp"

#include <utility>

namespace postferry::engine {
TransferStream::TransferStream(std::unique_ptr<mail::ContentStream> contents, const Batch& batch,
                               std::function<void(std::size_t)> passed,
                               std::function<void()> drained)
    : contents_(std::move(contents)),
      batch_(batch),
      count_(std::move(passed)),
      drained_(std::move(drained)) {
  for (const auto& item : batch.items) wanted_.emplace(item.id, &item);
}

Task<std::optional<mail::ContentHead>> TransferStream::next() {
  for (;;) {
    auto head = co_await next_head();
    if (!head) {
      contents_.reset();
      if (drained_) std::exchange(drained_, nullptr)();
      co_return std::nullopt;
    }
    const auto wanted = wanted_.find(head->id);
    if (wanted == wanted_.end() || sums_.contains(head->id)) {
      while (!(co_await contents_->piece()).empty()) {
      }
      continue;
    }
    current_ = head->id;
    head->flags = mail::intersection(wanted->second->flags, batch_.folder->accepted);
    head->received = wanted->second->received;
    co_return head;
  }
}

// A source that will not give one message says so after those it gave: the stream just ends.
Task<std::optional<mail::ContentHead>> TransferStream::next_head() {
  if (!contents_) co_return std::nullopt;
  try {
    co_return co_await contents_->next();
  } catch (const Failure& failure) {
    if (failure.error().scope != Scope::item) throw;
    refused_ = failure.error();
  }
  co_return std::nullopt;
}

Task<std::string_view> TransferStream::piece() {
  const auto piece = co_await contents_->piece();
  if (piece.empty()) {
    sums_.insert_or_assign(current_, digest_.finish());
  } else {
    digest_.update(piece);
    count_(piece.size());
  }
  co_return piece;
}

}  // namespace postferry::engine

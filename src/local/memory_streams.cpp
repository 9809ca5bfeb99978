#include "local/memory_streams.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace postferry::local {

mail::Placement placement_of(const MemoryMessage& message, const MemoryTraits& traits) {
  mail::Placement placement;
  placement.id = item_id(message.number);
  if (traits.versions == MemoryVersions::kept) placement.version = message.version;
  placement.flags = message.flags;
  placement.received = message.received;
  placement.size_bytes = message.bytes->size() + traits.size_off_by_bytes;
  if (traits.content_ids == MemoryContentIds::told)
    placement.content_id = std::to_string(message.content);
  return placement;
}

MemoryMark told_mark(const MemoryFolder& folder, const MemoryTraits& traits) {
  auto mark = folder.mark();
  if (traits.versions == MemoryVersions::none) mark.version = 0;
  return mark;
}

MemoryChangeStream::MemoryChangeStream(std::shared_ptr<MemoryConversation> conversation,
                                       const MemoryFolder& folder, const mail::Checkpoint& since)
    : conversation_(std::move(conversation)), generation_(std::to_string(folder.generation())) {
  const auto& traits = conversation_->account().traits();
  mark_ = told_mark(folder, traits);
  std::uint64_t known_version = 0;
  const auto known = MemoryMark::parse(since);
  if (known && known->generation == folder.generation() && known->version != 0 &&
      traits.versions == MemoryVersions::kept) {
    coverage_ = traits.coverage;
    if (coverage_ != mail::Coverage::everything) known_version = known->version;
  }
  for (const auto& [number, message] : folder.messages())
    if (message.version > known_version) present_.push_back(placement_of(message, traits));
  if (coverage_ == mail::Coverage::changes_and_vanished)
    for (const auto number : folder.vanished_since(known_version))
      if (number < known->next_number) vanished_.push_back(item_id(number));
  conversation_->open_stream();
}

MemoryChangeStream::~MemoryChangeStream() {
  if (drained_) return;
  conversation_->close_stream();
  conversation_->lose();
}

Task<std::optional<mail::ChangeBatch>> MemoryChangeStream::next() {
  if (drained_) co_return std::nullopt;
  co_await conversation_->pause();
  conversation_->step(MemoryMoment::content, given_);
  mail::ChangeBatch batch;
  const std::size_t most = conversation_->account().traits().batch_items;
  while (given_ < present_.size() && batch.present.size() < most)
    batch.present.push_back(std::move(present_[given_++]));
  const std::size_t gone = std::min(most - batch.present.size(), vanished_.size());
  batch.vanished.assign(vanished_.begin(), vanished_.begin() + static_cast<std::ptrdiff_t>(gone));
  vanished_.erase(vanished_.begin(), vanished_.begin() + static_cast<std::ptrdiff_t>(gone));
  if (!batch.present.empty() || !batch.vanished.empty()) co_return batch;
  drained_ = true;
  conversation_->close_stream();
  co_return std::nullopt;
}

mail::Checkpoint MemoryChangeStream::checkpoint() const {
  if (!drained_) throw std::logic_error("the checkpoint comes with the end of the changes");
  return mark_.checkpoint();
}

MemoryContentStream::MemoryContentStream(std::shared_ptr<MemoryConversation> conversation,
                                         mail::Folder folder, std::vector<mail::ItemId> ids)
    : conversation_(std::move(conversation)), folder_(std::move(folder)), ids_(std::move(ids)) {
  if (conversation_->account().traits().read_order == MemoryReadOrder::reversed)
    std::ranges::reverse(ids_);
  conversation_->open_stream();
}

MemoryContentStream::~MemoryContentStream() {
  if (drained_) return;
  conversation_->close_stream();
  conversation_->lose();
}

Task<std::optional<mail::ContentHead>> MemoryContentStream::next() {
  if (drained_) co_return std::nullopt;
  if (bytes_ && given_bytes_ < bytes_->size())
    throw std::logic_error("the next content comes when the bytes of the one before are drained");
  bytes_.reset();
  co_await conversation_->pause();
  while (asked_ < ids_.size()) {
    conversation_->step(MemoryMoment::content, asked_);
    const auto& id = ids_[asked_++];
    const auto* message = conversation_->open_in_generation(folder_).find(number_of(id));
    const auto& withholds = conversation_->account().traits().withholds;
    if (!message || (withholds && withholds(*message->bytes))) continue;
    bytes_ = message->bytes;
    given_bytes_ = 0;
    mail::ContentHead head;
    head.id = id;
    head.size_bytes = bytes_->size();
    head.flags = message->flags;
    head.received = message->received;
    co_return head;
  }
  drained_ = true;
  conversation_->close_stream();
  co_return std::nullopt;
}

Task<std::string_view> MemoryContentStream::piece() {
  if (!bytes_ || given_bytes_ == bytes_->size()) co_return std::string_view{};
  conversation_->step(MemoryMoment::piece, asked_ - 1);
  std::string fresh = bytes_->substr(given_bytes_, conversation_->account().traits().piece_bytes);
  given_bytes_ += fresh.size();
  piece_ = std::move(fresh);
  co_return piece_;
}

}  // namespace postferry::local

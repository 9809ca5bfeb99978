// The streams of an account in memory: changes as they stood when the stream was made, contents in
// small pieces as they are when their turn comes.
//
// Made by MemorySource. Dropped before the end, they end the conversation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "local/memory_conversation.hpp"
#include "mail/change_stream.hpp"
#include "mail/content_stream.hpp"

namespace postferry::local {

mail::Placement placement_of(const MemoryMessage& message, const MemoryTraits& traits);

// The mark as this account's checkpoints hold it: without a version where none are kept.
MemoryMark told_mark(const MemoryFolder& folder, const MemoryTraits& traits);

class MemoryChangeStream final : public mail::ChangeStream {
 public:
  MemoryChangeStream(std::shared_ptr<MemoryConversation> conversation, const MemoryFolder& folder,
                     const mail::Checkpoint& since);
  ~MemoryChangeStream() override;

  mail::Coverage coverage() const override { return coverage_; }
  const mail::Generation& generation() const override { return generation_; }
  std::uint64_t messages() const override { return mark_.messages; }
  Task<std::optional<mail::ChangeBatch>> next() override;
  mail::Checkpoint checkpoint() const override;

 private:
  std::shared_ptr<MemoryConversation> conversation_;
  mail::Coverage coverage_ = mail::Coverage::everything;
  mail::Generation generation_;
  MemoryMark mark_;
  std::vector<mail::Placement> present_;
  std::vector<mail::ItemId> vanished_;
  std::size_t given_ = 0;
  bool drained_ = false;
};

class MemoryContentStream final : public mail::ContentStream {
 public:
  MemoryContentStream(std::shared_ptr<MemoryConversation> conversation, mail::Folder folder,
                      std::vector<mail::ItemId> ids);
  ~MemoryContentStream() override;

  Task<std::optional<mail::ContentHead>> next() override;
  Task<std::string_view> piece() override;

 private:
  std::shared_ptr<MemoryConversation> conversation_;
  mail::Folder folder_;
  std::vector<mail::ItemId> ids_;
  std::size_t asked_ = 0;
  std::shared_ptr<const std::string> bytes_;
  std::size_t given_bytes_ = 0;
  std::string piece_;  // a copy, so that a view kept too long is found out
  bool drained_ = false;
};

}  // namespace postferry::local

// MemoryFolder: one folder of an account in memory with its messages, numbered as IMAP numbers
// them (RFC 3501 section 2.3.1.1): numbers only rise, and mean something in one generation only.
// Versions are as RFC 7162 has them: every change of the folder gets a higher one.
//
// Owned by MemoryAccount, used by its doors. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mail/folder.hpp"
#include "mail/placement.hpp"

namespace postferry::local {

struct MemoryMessage {
  std::uint32_t number = 0;   // given by the folder
  std::uint64_t version = 0;  // given by the folder
  mail::Flags flags;
  mail::Received received;
  std::shared_ptr<const std::string> bytes;
  std::uint64_t content = 0;  // equal for copies of one content
};

// Where a folder stood; as a Checkpoint it is "generation:next:messages:version".
struct MemoryMark {
  std::uint32_t generation = 0;
  std::uint32_t next_number = 1;
  std::uint64_t messages = 0;
  std::uint64_t version = 0;  // 0 where the account keeps none

  mail::Checkpoint checkpoint() const;
  // Nothing for the beginning, or a word of another store.
  static std::optional<MemoryMark> parse(const mail::Checkpoint& checkpoint);
};

mail::ItemId item_id(std::uint32_t number);
// 0, which no message has, for the id of another store.
std::uint32_t number_of(const mail::ItemId& id);

class MemoryFolder {
 public:
  MemoryFolder(mail::FolderPath path, std::uint32_t generation);

  // What a listing shows, but for generation and state.
  mail::Folder listed;

  std::uint32_t generation() const noexcept { return generation_; }
  std::uint32_t next_number() const noexcept { return next_number_; }
  MemoryMark mark() const;
  const std::map<std::uint32_t, MemoryMessage>& messages() const noexcept { return messages_; }
  const MemoryMessage* find(std::uint32_t number) const;
  std::vector<std::uint32_t> vanished_since(std::uint64_t version) const;

  std::uint32_t add(MemoryMessage message);
  bool erase(std::uint32_t number);
  // False when the message is not there. Equal flags are no change.
  bool set_flags(std::uint32_t number, const mail::Flags& flags);
  // All messages get new numbers, as after a restore from a backup.
  void begin_generation(std::uint32_t generation);

 private:
  std::uint32_t generation_;
  std::uint32_t next_number_ = 1;
  std::uint64_t version_ = 1;
  std::map<std::uint32_t, MemoryMessage> messages_;
  std::map<std::uint32_t, std::uint64_t> vanished_;  // number to version
};

}  // namespace postferry::local

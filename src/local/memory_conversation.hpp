// MemoryConversation: what the doors and streams of one connection share: whether it still stands,
// and which stream is open on it. It holds the doors' users to the contract: a call while a stream
// is not drained is a mistake, and a stream that is dropped halfway ends the connection.
//
// Shared by a door and its streams; the account must outlive them. One thread.
#pragma once

#include <cstdint>

#include "base/task.hpp"
#include "local/memory_account.hpp"

namespace postferry::local {

class MemoryConversation {
 public:
  explicit MemoryConversation(MemoryAccount& account) : account_(account) {}

  MemoryAccount& account() noexcept { return account_; }

  // A door's function begins: gives other coroutines a turn, then takes the first step. Failure
  // connection_lost, or internal when a stream is open.
  Task<> begin(MemoryCall call, mail::FolderPath folder = {});
  // One step of the call that began last. Failure when the fault is lose_connection.
  MemoryFault step(MemoryMoment moment, std::size_t item = 0);
  Task<> pause();

  // The folder as it is now. Failure folder_missing when it is gone or holds no messages;
  // generation_changed when the caller's generation is another.
  MemoryFolder& open(const mail::Folder& folder);
  MemoryFolder& open_in_generation(const mail::Folder& folder);

  void open_stream() noexcept { stream_open_ = true; }
  void close_stream() noexcept { stream_open_ = false; }
  void lose() noexcept { lost_ = true; }
  [[noreturn]] void fail_lost();

 private:
  MemoryAccount& account_;
  MemoryCall call_ = MemoryCall::folders;
  mail::FolderPath folder_;
  bool lost_ = false;
  bool stream_open_ = false;
};

}  // namespace postferry::local

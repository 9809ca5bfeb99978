// MemoryFaults: a hook that the doors of an account in memory call before each step, so that a
// test decides where the connection breaks, what is stored all the same, or what else happens at
// that moment (the hook may use the account as its owner would).
//
// Set with MemoryAccount::on_step(). A Failure thrown by the hook ends the conversation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include "mail/folder_path.hpp"

namespace postferry::local {

enum class MemoryCall : std::uint8_t {
  folders,
  changes,
  ids,
  mark,
  arrivals,
  look,
  describe,
  read,
  close,
  quota,
  ensure,
  accepted,
  append,
  place,
  set_flags,
};

enum class MemoryMoment : std::uint8_t {
  call,           // a door's function begins
  content,        // a content's head is given or taken
  piece,          // a piece of a content is given
  before_store,   // one item, or the whole batch of a multi append, is complete but not stored
  before_answer,  // it is stored; the answer is not sent yet
};

struct MemoryStep {
  MemoryCall call{};
  MemoryMoment moment{};
  mail::FolderPath folder;   // the root where the call has none
  std::size_t item = 0;      // counted from 0 in this call
  std::uint64_t number = 0;  // of all steps of the account, from 1
};

enum class MemoryFault : std::uint8_t {
  none,
  lose_connection,
  refuse,        // answer NO: nothing is stored; before_answer: although it is stored
  claim_stored,  // before_store: answer OK, although nothing is stored
  store_late,    // before_store: the connection breaks, and the store happens later
};

using MemoryFaults = std::function<MemoryFault(const MemoryStep&)>;

}  // namespace postferry::local

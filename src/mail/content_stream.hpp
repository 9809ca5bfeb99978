// ContentStream: contents one after another, each a head and then its bytes in pieces, pulled by
// whoever writes them. Back-pressure is the pull itself: what is not asked for stays on the wire.
//
// Made by Source::read(), decorated by the engine (digest, pacing), drained by Target::append().
// One stream at a time on one door; it must be drained or destroyed before the door is used again
// (destroying an unfinished stream ends the connection behind it). One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/task.hpp"
#include "mail/flags.hpp"
#include "mail/item_id.hpp"
#include "mail/received.hpp"

namespace postferry::mail {

struct ContentHead {
  ItemId id;
  std::uint64_t size_bytes = 0;  // exactly as many bytes follow
  Flags flags;
  Received received;
};

class ContentStream {
 public:
  virtual ~ContentStream() = default;

  // The next content, or nullopt at the end. Called only when the bytes of the one before are
  // drained. A content that vanished meanwhile is left out.
  virtual Task<std::optional<ContentHead>> next() = 0;

  // The next piece of the current content; empty when all its bytes were given. The view lives
  // until the next call. Failure when the connection breaks: the rest will not come.
  virtual Task<std::string_view> piece() = 0;
};

}  // namespace postferry::mail

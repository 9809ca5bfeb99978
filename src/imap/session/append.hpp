// Append: one APPEND or MULTIAPPEND whose messages stream through (RFC 3501 6.3.11, RFC 3502,
// RFC 7888).
//
// Used by the target store: start(), then for each message begin(), write() as its bytes arrive,
// then finish(); the Completion comes from the session's next(), so that several can be
// outstanding. Small pieces are gathered, large ones written without copying, and write() waits for
// the socket. When it dies in the midst of a command it abandons the connection: nothing is padded.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/task.hpp"
#include "imap/session/session.hpp"

namespace postferry::imap {

class Append {
 public:
  // Queues "tag APPEND mailbox"; `mailbox` is raw.
  Append(Session& session, std::string_view mailbox);
  ~Append();
  Append(const Append&) = delete;
  Append& operator=(const Append&) = delete;

  // Announces the next message. Gives a Completion when the server refused instead of saying "+":
  // then the command is over, nothing of this message (nor, with NO, of the earlier ones) is kept,
  // and this object is spent. May only follow the first message if MULTIAPPEND is offered.
  Task<std::optional<Completion>> begin(const Flags& flags, std::optional<InternalDate> date,
                                        std::uint64_t size_bytes,
                                        LiteralType type = LiteralType::literal);

  // Bytes of the message; no more than announced. On a broken connection the server's last words
  // are read first: see Session::buffered() and the Failure's text.
  Task<> write(std::string_view bytes);

  // Ends the command, after the last byte of the last message. Its bytes may still be queued: the
  // session's flush(), fill() or next() sends them.
  Tag finish();

  Tag tag() const noexcept { return tag_; }
  std::uint64_t remaining_bytes() const noexcept { return remaining_; }

 private:
  void close_literal();

  enum class Stage : std::uint8_t { open, over };
  Session& session_;
  Tag tag_;
  std::uint64_t remaining_ = 0;
  std::uint32_t messages_ = 0;
  LiteralType type_ = LiteralType::literal;
  Stage stage_ = Stage::open;
};

}  // namespace postferry::imap

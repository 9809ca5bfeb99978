// Framer: cuts the server's bytes into responses, literals included (RFC 3501 sections 2.2, 4.3).
//
// A session reads the socket straight into space(), says how much came with commit(), and pulls
// events with next() until it gives NeedMore. Views in events live until the next call of next()
// or space(). Message bodies can be streamed: they pass through as chunks of the buffer and are
// never gathered. Bounded; one owner, one thread; never waits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/error.hpp"

namespace postferry::imap {

struct FramerBounds {
  std::size_t line_bytes = std::size_t{1} << 20;      // a response, its literals not counted
  std::size_t listing_bytes = std::size_t{64} << 20;  // LIST, LSUB, SEARCH, ESEARCH, VANISHED
  std::size_t inline_literals_bytes = std::size_t{8} << 20;  // all literals of a response together
  std::uint64_t streamed_literal_bytes = std::uint64_t{1} << 32;
};

enum class BodyLiterals : std::uint8_t { inlined, streamed };

// The bytes so far hold no further event.
struct NeedMore {};

// One whole response without its line end; an inlined literal stands in it as "{5}\r\nhello", a
// streamed one as "{0}\r\n".
struct Line {
  std::string_view text;
};

// A body literal begins; `head` is the response up to it ("* 12 FETCH (UID 9 BODY[] "), for
// parse_fetch_head. Its bytes follow as LiteralChunk, none when it is empty; then the Line with
// the whole response.
struct LiteralStart {
  std::string_view head;
  std::uint64_t size_bytes;
};

struct LiteralChunk {
  std::string_view bytes;         // not empty
  std::uint64_t remaining_bytes;  // 0: this was the last
};

using FrameEvent = std::variant<NeedMore, Line, LiteralStart, LiteralChunk>;

class Framer {
 public:
  explicit Framer(FramerBounds bounds = {}) : bounds_(bounds) {}

  // With `streamed`, the literal of BODY[], BODY[]<n>, BINARY[], BINARY[]<n> and RFC822 in a FETCH
  // response is streamed. Header sections stay inlined. Takes effect at the next literal.
  void set_body_literals(BodyLiterals mode) noexcept { mode_ = mode; }

  // Room for the next read, at least `least_bytes` (and at most a little beyond the bounds, as
  // next() fails before more would be asked for). Invalidates views.
  std::span<char> space(std::size_t least_bytes = std::size_t{16} << 10);
  // The first `read_bytes` of space() now hold data.
  void commit(std::size_t read_bytes) noexcept;

  // Errors: bound_exceeded, protocol_broken. After an error the stream is lost: every further call
  // gives the same error.
  Result<FrameEvent> next();

  // Bytes read and not yet given out. Before STARTTLS this must be 0, else someone slipped
  // commands in (RFC 9051 section 11.1).
  std::size_t pending_bytes() const noexcept { return end_ - piece_; }

 private:
  FrameEvent next_chunk();
  Result<FrameEvent> next_line();
  Result<FrameEvent> start_body(std::size_t brace, std::size_t after, std::uint64_t size_bytes);
  Line end_response(std::size_t line_end, std::size_t after);
  std::unexpected<Error> fail(ErrorCode code, std::string text);
  bool admits_literals() const noexcept;
  bool is_body(std::string_view before_literal) const noexcept;
  std::size_t text_bytes(std::size_t until) const noexcept;
  std::size_t text_bound() const noexcept;
  std::string_view view(std::size_t from, std::size_t to) const noexcept;

  enum class Head : std::uint8_t { none, literal_announced, open, given_out };

  FramerBounds bounds_;
  BodyLiterals mode_ = BodyLiterals::inlined;
  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_ = 0;
  std::size_t piece_ = 0;    // first byte of this response, or of its part after a streamed literal
  std::size_t text_ = 0;     // first byte after the last literal; beyond end_ while it is coming
  std::size_t scanned_ = 0;  // no line end between text_ and this
  std::size_t end_ = 0;      // one after the last byte read
  std::size_t literals_ = 0;     // bytes of inlined literals from piece_ on
  std::uint64_t streaming_ = 0;  // bytes of the streamed literal still to come
  std::string head_;             // what stood before piece_ in this response
  Head head_state_ = Head::none;
  std::optional<Error> failure_;
};

}  // namespace postferry::imap

// TokenReader: the tokens of a response line, taken off the front one after the other (RFC 3501
// section 9: atom, number, string, nstring, astring, parenthesised list).
//
// Used by the parsers of imap/wire only. The first thing that does not fit makes the reader fail
// for good: every later call gives an empty value, and the parser looks at ok() once, at its end.
// Tolerant of repeated blanks. Views live as long as the line; one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace postferry::imap {

class TokenReader {
 public:
  explicit TokenReader(std::string_view line) : line_(line), rest_(line) {}

  bool ok() const noexcept { return why_.empty(); }
  bool at_end() const noexcept { return rest_.empty(); }
  std::string_view rest() const noexcept { return rest_; }
  char peek() const noexcept { return rest_.empty() ? '\0' : rest_.front(); }

  // The first failure stays.
  void fail(std::string_view why, ErrorCode code = ErrorCode::protocol_broken) noexcept;
  Error error() const;  // with the beginning of the line

  void skip_blanks() noexcept;
  bool take(char expected) noexcept;
  void expect(char expected) noexcept;

  // For the members of a list: true while another one follows; takes the ")" at the end. A line
  // may not hold more than 2000 members in all.
  bool more() noexcept;

  // Bytes up to a blank, parenthesis, quote or the end; may be empty.
  std::string_view word() noexcept;
  // Bytes up to one of `ends`, or to the end of the line; may be empty.
  std::string_view up_to(std::string_view ends) noexcept;
  // Bytes up to `end`, which is taken too.
  std::string_view until(char end) noexcept;
  std::uint64_t number() noexcept;  // DIGIT+, below 2^63
  std::uint32_t number32() noexcept;
  // number / "(" number ")"; nothing when it is negative, NIL or otherwise no number.
  std::optional<std::uint64_t> loose_number();

  // quoted / literal / literal8
  std::string string();
  bool at_string() const noexcept;
  // string / "NIL"; also nothing for any other atom or list.
  std::optional<std::string> nstring();
  // string / atom
  std::string astring();
  // The same, and an unquoted name with blanks in it, as long as no list follows.
  std::string mailbox();
  // DQUOTE QUOTED-CHAR DQUOTE / "NIL"; also "\" without its escape.
  std::optional<char> delimiter();
  // Any value: a word, a string or a list, nested at most 100 deep; nothing before ")" or the end.
  void skip_value();

 private:
  std::string_view literal() noexcept;
  std::string quoted();
  std::size_t quoted_end() const noexcept;

  std::string_view line_;
  std::string_view rest_;
  std::string_view why_;
  ErrorCode code_ = ErrorCode::protocol_broken;
  int members_ = 0;
};

}  // namespace postferry::imap

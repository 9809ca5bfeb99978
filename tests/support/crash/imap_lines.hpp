// ImapLines: cuts a stream of IMAP bytes into lines and the literals between them (RFC 9051,
// section 2.2 and 4.3), for a proxy that must look at lines and leave literals alone.
//
// Fed by one thread. The callbacks run inside feed().
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace postferry::test {

enum class LiteralKind : std::uint8_t { synchronizing, non_synchronizing };

struct AnnouncedLiteral {
  std::uint64_t size_bytes = 0;
  LiteralKind kind = LiteralKind::synchronizing;
};

// "{310}" or "{310+}" at the end of a line; `line` may end with CRLF.
std::optional<AnnouncedLiteral> literal_announced_by(std::string_view line);

class ImapLines {
 public:
  std::function<void(std::string line)> on_line;           // with its CRLF
  std::function<void(std::string_view bytes)> on_literal;  // a piece of one
  std::function<void()> on_literal_end;                    // optional
  // Whether the literal that a line announced comes at all; asked when more bytes arrive. A
  // client does not send a synchronizing literal that was refused. Unset: it always comes.
  std::function<bool(const AnnouncedLiteral&)> literal_comes;

  void feed(std::string_view bytes);

 private:
  void finish_line();

  std::string line_;
  std::optional<AnnouncedLiteral> announced_;
  std::uint64_t literal_left_bytes_ = 0;
};

}  // namespace postferry::test

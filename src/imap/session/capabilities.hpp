// Capabilities: what a server says it can do (RFC 3501 7.2.1), minus what it is known to lie about.
//
// Filled by the session from the greeting, CAPABILITY and OK codes; asked by the store before each
// use of an extension. Names compare without case. Values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "imap/wire/command.hpp"

namespace postferry::imap {

class Capabilities {
 public:
  Capabilities() = default;
  explicit Capabilities(std::vector<std::string> words);

  bool empty() const noexcept { return words_.empty(); }
  bool has(std::string_view name) const noexcept;  // "UIDPLUS", "AUTH=PLAIN"
  void remove(std::string_view name);

  LiteralSupport literals() const noexcept;  // LITERAL+, LITERAL- (RFC 7888)
  std::optional<std::uint64_t> append_limit_bytes() const noexcept;  // APPENDLIMIT=n (RFC 7889)
  const std::vector<std::string>& words() const noexcept { return words_; }  // as sent

 private:
  std::vector<std::string> words_;
};

}  // namespace postferry::imap

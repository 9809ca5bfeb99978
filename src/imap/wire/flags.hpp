// Flags: the system flags as bits, keywords by name (RFC 3501 section 2.3.2).
//
// Part of FETCH, FLAGS, PERMANENTFLAGS, STORE and APPEND. Most messages have system flags only, so
// that reading them allocates nothing. Keywords compare without case. Values; any thread.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace postferry::imap {

enum class SystemFlag : std::uint8_t {
  answered = 1,
  flagged = 2,
  deleted = 4,
  seen = 8,
  draft = 16,
  recent = 32,      // read only
  any_keyword = 64  // "\*" in PERMANENTFLAGS: new keywords can be made
};

class Flags {
 public:
  Flags() = default;
  Flags(std::initializer_list<SystemFlag> flags) {
    for (SystemFlag flag : flags) set(flag);
  }

  bool has(SystemFlag flag) const noexcept {
    return (bits_ & static_cast<std::uint8_t>(flag)) != 0;
  }
  void set(SystemFlag flag) noexcept { bits_ |= static_cast<std::uint8_t>(flag); }
  void clear(SystemFlag flag) noexcept {
    bits_ &= static_cast<std::uint8_t>(~static_cast<int>(flag));
  }

  // Any flag by its wire name: "\Seen", "$Forwarded", "\Important". One that is there already (in
  // any case) is not added twice; the first spelling stays.
  void add(std::string_view name);
  void remove(std::string_view name);
  bool has(std::string_view name) const noexcept;

  bool empty() const noexcept { return bits_ == 0 && keywords_.empty(); }
  // Keywords, and flags with a backslash that the RFC does not know, in the server's order.
  const std::vector<std::string>& keywords() const noexcept { return keywords_; }
  // All, by wire name, system flags first.
  std::vector<std::string> names() const;

  bool operator==(const Flags& other) const noexcept;  // as sets

 private:
  std::uint8_t bits_ = 0;
  std::vector<std::string> keywords_;
};

// flag = "\\" atom / atom: whether it can be sent at all. Servers also give out worse.
bool is_flag(std::string_view name) noexcept;

// flag-list = "(" [flag *(SP flag)] ")"
std::string print(const Flags& flags);

}  // namespace postferry::imap

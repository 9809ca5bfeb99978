// Flags of a placement: the five system flags that travel, and keywords, compared without case.
//
// \Recent never travels and has no place here. Values, made by stores and merged by the engine.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace postferry::mail {

enum class SystemFlag : std::uint8_t {
  seen = 1,
  answered = 2,
  flagged = 4,
  deleted = 8,
  draft = 16,
};

class Flags {
 public:
  Flags() = default;

  bool has(SystemFlag flag) const noexcept { return (system_ & static_cast<unsigned>(flag)) != 0; }
  void set(SystemFlag flag) noexcept { system_ |= static_cast<std::uint8_t>(flag); }
  void clear(SystemFlag flag) noexcept {
    system_ &= static_cast<std::uint8_t>(~static_cast<unsigned>(flag));
  }

  // Keywords in the spelling first seen, sorted without case, each once.
  const std::vector<std::string>& keywords() const noexcept { return keywords_; }
  bool has_keyword(std::string_view keyword) const noexcept;
  void add_keyword(std::string_view keyword);
  void remove_keyword(std::string_view keyword);

  bool empty() const noexcept { return system_ == 0 && keywords_.empty(); }
  // Keywords compare without case.
  bool operator==(const Flags& other) const noexcept;

  // "\Seen \Flagged $Forwarded", as RFC 3501 spells them.
  std::string text() const;
  // The inverse of text(); other words that begin with a backslash are left out.
  static Flags parse(std::string_view text);

 private:
  std::uint8_t system_ = 0;
  std::vector<std::string> keywords_;
};

// What is in `left` and not in `right`.
Flags difference(const Flags& left, const Flags& right);
Flags intersection(const Flags& left, const Flags& right);
Flags merged(const Flags& left, const Flags& right);

}  // namespace postferry::mail

// TextDecoder: text files as people's programs save them, turned into UTF-8 piece by piece.
//
// Used for lists of accounts. A byte order mark decides, else the zeros among the first four bytes
// do, else it is UTF-8, which passes as it is (valid or not; text/utf8.hpp tells). Of UTF-16, as
// Excel saves "Unicode text", what is no character becomes U+FFFD. Any thread; holds at most four
// bytes between two calls.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace postferry::text {

enum class Encoding : std::uint8_t { utf8, utf16_little, utf16_big };

class TextDecoder {
 public:
  // The UTF-8 of what can be told by now; byte order marks are left out.
  std::string decode(std::string_view bytes);
  // What is left when no more comes.
  std::string finish();

  // Known once four bytes or the end were seen.
  Encoding encoding() const noexcept { return encoding_; }

 private:
  void look();
  void take_unit(std::string& to, char16_t unit);
  std::string decoded();

  std::string waiting_;  // bytes that are not decoded yet
  Encoding encoding_ = Encoding::utf8;
  bool known_ = false;
  char16_t high_ = 0;  // the first half of a surrogate pair
};

}  // namespace postferry::text

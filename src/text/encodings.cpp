#include "text/encodings.hpp"

#include <cstddef>
#include <utility>

#include "base/secret.hpp"
#include "text/utf8.hpp"

namespace postferry::text {
namespace {

constexpr std::size_t enough_to_tell = 4;

bool is_high(char16_t unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool is_low(char16_t unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

}  // namespace

std::string TextDecoder::decode(std::string_view bytes) {
  waiting_ += bytes;
  if (!known_) {
    if (waiting_.size() < enough_to_tell) return {};
    look();
  }
  return decoded();
}

std::string TextDecoder::finish() {
  if (!known_) look();
  auto text = decoded();
  if (std::exchange(high_, u'\0') != 0) append_utf8(text, replacement_character);
  if (!waiting_.empty()) append_utf8(text, replacement_character);
  wipe(waiting_);
  return text;
}

void TextDecoder::look() {
  known_ = true;
  const std::string_view begin(waiting_);
  std::size_t mark = 2;
  if (begin.starts_with("\xEF\xBB\xBF")) {
    mark = 3;
  } else if (begin.starts_with("\xFF\xFE")) {
    encoding_ = Encoding::utf16_little;
  } else if (begin.starts_with("\xFE\xFF")) {
    encoding_ = Encoding::utf16_big;
  } else {
    mark = 0;
    // A list begins with ASCII letters: every other byte of theirs is zero.
    if (begin.size() >= 2 && begin[0] != '\0' && begin[1] == '\0')
      encoding_ = Encoding::utf16_little;
    if (begin.size() >= 2 && begin[0] == '\0' && begin[1] != '\0') encoding_ = Encoding::utf16_big;
  }
  waiting_.erase(0, mark);
}

std::string TextDecoder::decoded() {
  std::string text;
  if (encoding_ == Encoding::utf8) {
    text = waiting_;
    wipe(waiting_);
    return text;
  }
  const std::size_t whole = waiting_.size() / 2 * 2;
  for (std::size_t at = 0; at < whole; at += 2) {
    const auto first = static_cast<unsigned char>(waiting_[at]);
    const auto second = static_cast<unsigned char>(waiting_[at + 1]);
    const bool little = encoding_ == Encoding::utf16_little;
    take_unit(text, static_cast<char16_t>(little ? second << 8 | first : first << 8 | second));
  }
  const std::string left(waiting_, whole);
  wipe(waiting_);
  waiting_ = left;
  return text;
}

void TextDecoder::take_unit(std::string& to, char16_t unit) {
  if (const auto high = std::exchange(high_, u'\0'); high != 0) {
    if (is_low(unit)) {
      append_utf8(to, 0x10000U + ((char32_t{high} - 0xD800U) << 10) + (char32_t{unit} - 0xDC00U));
      return;
    }
    append_utf8(to, replacement_character);
  }
  if (is_high(unit))
    high_ = unit;
  else
    append_utf8(to, is_low(unit) ? replacement_character : char32_t{unit});
}

}  // namespace postferry::text

#include "text/display.hpp"

#include <cstdint>
#include <utf8proc.h>

#include "text/utf8.hpp"

namespace postferry::text {
namespace {

// Takes one code point off the front; `replacement_character` and one byte where it is not UTF-8.
char32_t take_code_point(std::string_view& bytes) {
  utf8proc_int32_t code_point = -1;
  const auto taken = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(bytes.data()),
                                      static_cast<utf8proc_ssize_t>(bytes.size()), &code_point);
  if (taken <= 0) {
    bytes.remove_prefix(1);
    return replacement_character;
  }
  bytes.remove_prefix(static_cast<std::size_t>(taken));
  return static_cast<char32_t>(code_point);
}

bool turns_direction(char32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

char32_t harmless(char32_t c) {
  if (c == '\t' || c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029) return ' ';
  if (c < 0x20 || (c >= 0x7F && c < 0xA0) || turns_direction(c)) return '?';
  return c;
}

std::size_t width_of(char32_t c) {
  const int columns = utf8proc_charwidth(static_cast<utf8proc_int32_t>(c));
  return columns < 0 ? 0 : static_cast<std::size_t>(columns);
}

// The longest beginning that fits.
std::string beginning(std::string_view text, std::size_t columns) {
  std::string result;
  std::size_t used = 0;
  while (!text.empty()) {
    const auto c = take_code_point(text);
    used += width_of(c);
    if (used > columns) break;
    append_utf8(result, c);
  }
  return result;
}

// The longest end that fits.
std::string ending(std::string_view text, std::size_t columns) {
  std::size_t width = display_width(text);
  while (width > columns) width -= width_of(take_code_point(text));
  // A combining mark without its letter would sit on whatever stands before it.
  for (auto rest = text; !rest.empty() && width_of(take_code_point(rest)) == 0;) text = rest;
  return std::string(text);
}

}  // namespace

std::string valid_utf8(std::string_view bytes) {
  std::string result;
  result.reserve(bytes.size());
  while (!bytes.empty()) append_utf8(result, take_code_point(bytes));
  return result;
}

std::string printable(std::string_view bytes) {
  std::string result;
  result.reserve(bytes.size());
  while (!bytes.empty()) append_utf8(result, harmless(take_code_point(bytes)));
  return result;
}

std::size_t display_width(std::string_view printable_text) {
  std::size_t columns = 0;
  while (!printable_text.empty()) columns += width_of(take_code_point(printable_text));
  return columns;
}

std::string shortened(std::string_view printable_text, std::size_t columns) {
  if (display_width(printable_text) <= columns) return std::string(printable_text);
  constexpr std::string_view gap = "...";
  if (columns <= gap.size()) return beginning(printable_text, columns);
  const auto left = columns - gap.size();
  auto result = beginning(printable_text, left / 2);
  result += gap;
  return result + ending(printable_text, left - left / 2);
}

std::string padded_right(std::string_view printable_text, std::size_t columns) {
  std::string result(printable_text);
  const auto width = display_width(printable_text);
  if (width < columns) result.append(columns - width, ' ');
  return result;
}

std::string padded_left(std::string_view printable_text, std::size_t columns) {
  const auto width = display_width(printable_text);
  std::string result(width < columns ? columns - width : 0, ' ');
  return result.append(printable_text);
}

}  // namespace postferry::text

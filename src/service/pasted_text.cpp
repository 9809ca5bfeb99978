#include "service/pasted_text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "text/display.hpp"
#include "text/quantities.hpp"
#include "text/utf8.hpp"

namespace postferry::service {
namespace {

constexpr std::size_t longest_quote = 60;

constexpr std::array<std::string_view, 12> nothing_to_see{
    " ",
    "\t",
    "\r",
    "\n",
    "\xC2\xA0",      // no-break space
    "\xC2\xAD",      // soft hyphen
    "\xE2\x80\x8B",  // zero-width space
    "\xE2\x80\x8C",  // zero-width non-joiner
    "\xE2\x80\x8D",  // zero-width joiner
    "\xE2\x80\xAF",  // narrow no-break space
    "\xE3\x80\x80",  // ideographic space
    "\xEF\xBB\xBF",  // byte order mark
};

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= 0; });
}

// Of general category Cf or Zs, as far as they come with pasting.
bool is_unseen(char32_t c) {
  return c == 0xA0 || c == 0xAD || c == 0x34F || c == 0x61C || c == 0x180E ||
         (c >= 0x2000 && c <= 0x200F) || (c >= 0x2028 && c <= 0x202F) ||
         (c >= 0x205F && c <= 0x206F) || c == 0x3000 || c == 0xFEFF ||
         (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
}

bool is_seen(char c) { return c > ' ' && c < 0x7F; }

bool is_control(char c) { return (c >= 0 && c < 0x20) || c == 0x7F; }

}  // namespace

std::string_view without_edges(std::string_view utf8) {
  if (utf8.empty() || (is_seen(utf8.front()) && is_seen(utf8.back()))) return utf8;
  const auto cut = [](auto is_edge, auto remove) {
    const auto* edge = std::ranges::find_if(nothing_to_see, is_edge);
    if (edge == nothing_to_see.end()) return false;
    remove(edge->size());
    return true;
  };
  while (cut([&](std::string_view edge) { return utf8.starts_with(edge); },
             [&](std::size_t bytes) { utf8.remove_prefix(bytes); })) {
  }
  while (cut([&](std::string_view edge) { return utf8.ends_with(edge); },
             [&](std::size_t bytes) { utf8.remove_suffix(bytes); })) {
  }
  return utf8;
}

std::optional<Finding> unseen_character(std::string_view utf8) {
  if (is_ascii(utf8)) return std::nullopt;
  const auto points = text::code_points(utf8);
  if (!points) return std::nullopt;
  const auto unseen = std::ranges::find_if(*points, is_unseen);
  if (unseen == points->end()) return std::nullopt;
  return Finding{FindingCode::invisible_character,
                 fmt::format("Character {} cannot be seen (U+{:04X}); type it again without it.",
                             unseen - points->begin() + 1, static_cast<std::uint32_t>(*unseen))};
}

std::optional<Finding> unreadable(std::string_view text, std::size_t most_bytes) {
  if (text.size() > most_bytes)
    return Finding{FindingCode::too_long,
                   fmt::format("It is longer than {} bytes.", text::grouped(most_bytes))};
  if (!text::is_utf8(text))
    return Finding{FindingCode::not_utf8, "It is not UTF-8; save the list as CSV UTF-8."};
  if (std::ranges::any_of(text, is_control))
    return Finding{FindingCode::control_character,
                   "It holds a control character or a line end; take it out."};
  return std::nullopt;
}

bool has_control_character(std::string_view text) {
  return std::ranges::any_of(text, [](char letter) {
    return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F;
  });
}

std::string shown_in_quotes(std::string_view text) {
  return fmt::format("\"{}\"", text::shortened(text::printable(text), longest_quote));
}

}  // namespace postferry::service

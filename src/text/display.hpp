// Text for a terminal: what servers and people wrote, made harmless, measured and shortened.
//
// Used by everything that prints: folder names and servers' words may hold control characters,
// bytes that are not UTF-8, or marks that turn the reading direction. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace postferry::text {

// The text with U+FFFD for every byte that is not UTF-8.
std::string valid_utf8(std::string_view bytes);

// One line that moves no cursor: valid UTF-8 with a blank for line ends and tabs, and '?' for other
// control characters and for the marks of bidirectional text.
std::string printable(std::string_view bytes);

// How many columns printable text takes (wide characters two, combining marks none).
std::size_t display_width(std::string_view printable_text);

// At most so many columns; what is too long loses its middle to "...".
std::string shortened(std::string_view printable_text, std::size_t columns);

// The text with blanks up to so many columns, behind it or before it.
std::string padded_right(std::string_view printable_text, std::size_t columns);
std::string padded_left(std::string_view printable_text, std::size_t columns);

}  // namespace postferry::text

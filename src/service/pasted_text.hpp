// Text as people paste it out of mails, web pages and spreadsheets: with blanks around it that are
// no ASCII blanks, and with characters inside that nobody sees.
//
// Used by the checks of everything a person writes that is no password. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "service/finding.hpp"

namespace postferry::service {

// Without what looks like nothing at both ends: blanks, no-break and ideographic spaces, zero-width
// characters, byte order marks.
std::string_view without_edges(std::string_view utf8);

// The first character inside that nobody sees, or that turns the direction of reading.
std::optional<Finding> unseen_character(std::string_view utf8);

// UTF-8, at most so many bytes, and no control character.
std::optional<Finding> unreadable(std::string_view text, std::size_t most_bytes);

// One of US-ASCII: below the blank, or DEL.
bool has_control_character(std::string_view text);

// The text as it may be shown in a sentence: one line, short, harmless.
std::string shown_in_quotes(std::string_view text);

}  // namespace postferry::service

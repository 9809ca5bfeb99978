// UTF-8 as RFC 3629 defines it: whether bytes are valid, and their code points.
//
// Used by folder names and the codecs of names. Pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postferry::text {

// U+FFFD, shown in place of what is broken.
inline constexpr char32_t replacement_character = 0xFFFD;

// No overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view bytes);

// The code points, or nullopt when the bytes are not UTF-8.
std::optional<std::u32string> code_points(std::string_view bytes);

// Appends one code point (a valid Unicode scalar value) as UTF-8.
void append_utf8(std::string& to, char32_t code_point);

}  // namespace postferry::text

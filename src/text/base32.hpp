// Base32 in Crockford's alphabet: letters and digits that people do not mistake for each other.
//
// Used for tokens, licence keys and ids that are pasted, read aloud or put into a URL. Pure
// functions, any thread; the output is at most 8/5 (encode) or 5/8 (decode) of the input.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace postferry::text {

// Capital letters, without padding: 5 bytes give 8 characters.
std::string base32_encode(std::string_view bytes);

// Reads small letters too, and I and L as 1, O as 0. Nothing when another character occurs, or when
// the bits that are left over are not zero.
std::optional<std::string> base32_decode(std::string_view text);

}  // namespace postferry::text

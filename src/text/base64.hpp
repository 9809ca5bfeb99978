// Base64 (RFC 4648 section 4), and the alphabet of modified UTF-7 (RFC 3501 section 5.1.3), which
// has ',' for '/' and no padding.
//
// Called by SASL, modified UTF-7 and MIME words. Pure functions, any thread; the output is at most
// 4/3 (encode) or 3/4 (decode) of the input, so it needs no bound of its own.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace postferry::text {

enum class Base64Alphabet : std::uint8_t { standard, mailbox };

// The standard alphabet pads with '=', the mailbox alphabet does not.
std::string base64_encode(std::string_view bytes,
                          Base64Alphabet alphabet = Base64Alphabet::standard);

// Strict: no blanks or line ends, no foreign characters, no bits left over, padding complete
// (standard) or absent (mailbox). Error: protocol_broken.
Result<std::string> base64_decode(std::string_view text,
                                  Base64Alphabet alphabet = Base64Alphabet::standard);

}  // namespace postferry::text

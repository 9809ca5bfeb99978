// Modified UTF-7, the encoding of mailbox names in IMAP4rev1 (RFC 3501 section 5.1.3).
//
// Called by imap/wire/mailbox_name, which keeps the server's bytes beside the decoded name. Pure
// functions, any thread. Names are short; the output is at most five times the input.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"

namespace postferry::text {

// UTF-8 to modified UTF-7. '&' becomes "&-"; characters beyond the BMP become surrogate pairs.
// Error: bad_usage when the input is not UTF-8.
Result<std::string> modified_utf7_encode(std::string_view utf8);

// Modified UTF-7 to UTF-8. Strict: refuses 8-bit bytes, an open '&', NUL, lone surrogates, bits
// left over. Accepts superfluous encodings ("&AGE-" for 'a'); re-encoding these gives other bytes,
// so a caller who must come back to the same name keeps the original. Error: protocol_broken.
Result<std::string> modified_utf7_decode(std::string_view text);

}  // namespace postferry::text

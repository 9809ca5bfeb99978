// Letters: small messages for the crash and system tests, each different from every other and
// always the same for the same arguments.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace postferry::test {

// Message-ID, Date, From and Subject from the number; about `size_bytes` long, CRLF lines.
std::string letter(int number, std::size_t size_bytes = 400);
// The same header fields that identify, another body.
std::string letter_with_other_body(int number, int variant);
// Neither Message-ID nor Date; several may look alike in their header.
std::string letter_without_identity(int look, int variant);
// "17-Jul-2011 02:44:25 +0200", another for each number.
std::string received_of(int number);

}  // namespace postferry::test

// A mailbox name twice: the bytes that the server uses, and what a person reads (RFC 3501 5.1.3,
// RFC 6855 for UTF8=ACCEPT, RFC 9051 5.1).
//
// A name that came from a server always goes back as the bytes it came as, whatever they were.
// Values; copy and move freely between threads.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace postferry::imap {

enum class NameEncoding : std::uint8_t {
  modified_utf7,  // IMAP4rev1
  utf8,           // after ENABLE UTF8=ACCEPT or ENABLE IMAP4rev2
};

struct MailboxName {
  std::string raw;   // the server's bytes
  std::string utf8;  // always well-formed UTF-8
  bool operator==(const MailboxName&) const = default;
};

// Never fails: bytes that are not what the encoding promises are read as UTF-8 when they are that,
// as they stand when they are ASCII, else as Latin-1. "INBOX" in any case becomes "INBOX" in utf8.
MailboxName name_from_wire(std::string_view raw, NameEncoding encoding);

// A name that we make up. Error: folder_refused when it is not UTF-8 or holds CR, LF or NUL.
Result<MailboxName> name_to_wire(std::string_view utf8, NameEncoding encoding);

}  // namespace postferry::imap

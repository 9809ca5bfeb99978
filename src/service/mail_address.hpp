// An e-mail address as people write and paste it (RFC 5322 section 3.4.1, RFC 6531 for names beyond
// ASCII), checked without a network.
//
// Used by the forms and lists of the service. What cannot be an address is refused with a sentence
// that says what to do; user names are no addresses and have their own check. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "service/finding.hpp"

namespace postferry::service {

struct MailAddress {
  std::string text;    // as it is written, without blanks around it
  std::string domain;  // as DNS has it, in lower case
};

//   address    = local-part "@" domain
//   local-part = dot-atom / quoted-string, with UTF-8
Checked<MailAddress> mail_address(std::string_view written);

// Whether the domain is doubtful: it has no dot.
std::optional<Finding> domain_doubt(const MailAddress& address);

// The name that logs in: any text without control characters, of at most 320 bytes.
Checked<std::string> user_name(std::string_view written);

}  // namespace postferry::service

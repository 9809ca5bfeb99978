// A mail server as people write it: "imap.old.example", "imap.old.example:993", "imap://10.0.0.7",
// "[2001:db8::7]:143", with names beyond ASCII; and ports and encryption beside it.
//
// Used by the forms and lists of the service; whether the host may be reached is asked after it was
// resolved, elsewhere. No network. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "net/endpoint.hpp"
#include "service/finding.hpp"

namespace postferry::service {

struct WrittenServer {
  std::string host;        // as DNS has it, in lower case; an IPv6 address without brackets
  std::uint16_t port = 0;  // 0: not written
  std::optional<net::Security> security = std::nullopt;  // told by imaps:// or imap://
};

Checked<WrittenServer> server_name(std::string_view written);

// A host without port and scheme: what DNS carries, or an address.
Checked<std::string> host_name(std::string_view written);

// 1 to 65535.
Checked<std::uint16_t> port_number(std::string_view written);
// A port that is known to speak something else, such as 995.
std::optional<Finding> port_doubt(std::uint16_t port);

// "tls" (also "ssl", "imaps"), "starttls" or "none".
Checked<net::Security> security_named(std::string_view written);
std::string_view security_name(net::Security security);

// What is not written by what is: 143 goes with STARTTLS, 993 with TLS, and TLS is the default.
net::Endpoint endpoint_of(const WrittenServer& server);

}  // namespace postferry::service

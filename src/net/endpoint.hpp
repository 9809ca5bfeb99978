// Endpoint and NetworkPolicy: where a server is and how far it is trusted.
//
// Values made from an account's URL by the command line or a configuration, read by connect().
// Certificates are checked against `host`, also when `connect_to` leads elsewhere.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/sha256.hpp"
#include "net/address_rules.hpp"

namespace postferry::net {

enum class Security : std::uint8_t {
  tls,       // TLS from the first byte
  starttls,  // in the clear until STARTTLS, which is demanded
  none,      // in the clear; only when the user wrote ?tls=none
};

struct Endpoint {
  std::string host = {};  // the name the certificate must carry; an IPv6 address without brackets
  std::uint16_t port = 0;
  Security security = Security::tls;
  std::string connect_to = {};     // a name or address to connect to instead; empty: host
  std::uint16_t connect_port = 0;  // 0: port
};

struct NetworkPolicy {
  std::string ca_file = {};  // PEM; empty: the system's authorities
  std::optional<Sha256Digest> fingerprint =
      std::nullopt;             // the certificate's; replaces the check of the chain
  AddressRules addresses = {};  // where no name may lead; nothing is refused by default
};

// "ADDRESS", "ADDRESS:PORT", "[v6]:PORT" or a bare v6 address, the value of ?connect=.
// Gives the endpoint with connect_to and connect_port set, or bad_usage.
Result<Endpoint> with_connect(Endpoint endpoint, std::string_view address);

// 64 hex digits, with or without colons between the bytes, in either case; else bad_usage.
Result<Sha256Digest> parse_fingerprint(std::string_view text);

// "AB:CD:..." as openssl x509 -fingerprint -sha256 shows it.
std::string fingerprint_text(const Sha256Digest& digest);

}  // namespace postferry::net

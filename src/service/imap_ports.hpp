// The ports of IMAP: with TLS from the first byte (RFC 8314 section 3.2), and in the clear.
//
// Used by whatever reads or proposes the address of a server. Values only.
#pragma once

#include <cstdint>

namespace postferry::service {

inline constexpr std::uint16_t imaps_port = 993;
inline constexpr std::uint16_t imap_port = 143;

}  // namespace postferry::service

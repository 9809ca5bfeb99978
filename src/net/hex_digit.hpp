// HEXDIG of RFC 5234 appendix B.1, in either case.
//
// Used by this room where it reads fingerprints and percent signs. A pure function, any thread.
#pragma once

namespace postferry::net {

// Its value, -1 when it is none.
constexpr int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace postferry::net

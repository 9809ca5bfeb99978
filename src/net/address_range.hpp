// AddressRange: a block of IP addresses, "10.0.0.0/8" or "fd00::/8", or one address.
//
// Made from settings; used for the proxies that are trusted and the addresses that are refused.
// IPv4 is held in its IPv6-mapped form, so 127.0.0.1 and ::ffff:127.0.0.1 are the same address.
// Values, any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace postferry::net {

// The 16 bytes of an IPv6 address; an IPv4 address as ::ffff:a.b.c.d.
using AddressBytes = std::array<std::uint8_t, 16>;

// "192.0.2.7" or "2001:db8::1" (also with a zone, "fe80::1%eth0"); nothing for anything else.
std::optional<AddressBytes> parse_address(std::string_view text);

class AddressRange {
 public:
  // "ADDRESS" or "ADDRESS/BITS"; nothing for anything else.
  static std::optional<AddressRange> parse(std::string_view text);

  bool contains(const AddressBytes& address) const noexcept;
  friend bool operator==(const AddressRange&, const AddressRange&) = default;

 private:
  AddressRange(const AddressBytes& first, unsigned bits) : first_(first), bits_(bits) {}

  AddressBytes first_;
  unsigned bits_;  // of 128
};

// By what a client is counted: an IPv4 address, or the /64 network of an IPv6 address, since who
// has one of its addresses has them all. Text that is no address stands for itself.
std::string counted_as(std::string_view address);

inline bool any_contains(std::span<const AddressRange> ranges, const AddressBytes& address) {
  for (const auto& range : ranges)
    if (range.contains(address)) return true;
  return false;
}

}  // namespace postferry::net

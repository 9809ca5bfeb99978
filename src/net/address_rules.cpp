#include "net/address_rules.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace postferry::net {
namespace {

constexpr std::array not_public{
    "0.0.0.0/8",     "10.0.0.0/8",      "100.64.0.0/10",  "127.0.0.0/8",    "169.254.0.0/16",
    "172.16.0.0/12", "192.0.0.0/24",    "192.0.2.0/24",   "192.88.99.0/24", "192.168.0.0/16",
    "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4",
    "::/128",        "::1/128",         "64:ff9b:1::/48", "100::/64",       "2001::/23",
    "2001:db8::/32", "3fff::/20",       "5f00::/16",      "fc00::/7",       "fe80::/10",
    "fec0::/10",     "ff00::/8"};

AddressBytes mapped(std::span<const std::uint8_t> four) {
  AddressBytes address{};
  address[10] = address[11] = 0xff;
  std::ranges::copy(four.first(4), address.begin() + 12);
  return address;
}

// The IPv4 address to which a translator leads what is sent to this one.
std::optional<AddressBytes> inner_address(const AddressBytes& address) {
  static const auto nat64 = AddressRange::parse("64:ff9b::/96");
  static const auto compatible = AddressRange::parse("::/96");
  static const auto six_to_four = AddressRange::parse("2002::/16");
  if (nat64->contains(address) || compatible->contains(address))
    return mapped(std::span(address).subspan(12));
  if (six_to_four->contains(address)) return mapped(std::span(address).subspan(2));
  return std::nullopt;
}

}  // namespace

bool AddressRules::permits(const AddressBytes& address) const {
  if (any_contains(allowed, address)) return true;
  if (any_contains(refused, address)) return false;
  if (refused.empty()) return true;
  const auto inner = inner_address(address);
  return !inner || any_contains(allowed, *inner) || !any_contains(refused, *inner);
}

bool AddressRules::permits(std::string_view address) const {
  const auto bytes = parse_address(address);
  return bytes ? permits(*bytes) : refused.empty();
}

AddressRules public_internet_only() {
  AddressRules rules;
  for (const char* const range : not_public) rules.refused.push_back(*AddressRange::parse(range));
  return rules;
}

}  // namespace postferry::net

// AddressRules: which addresses nobody is to be led to by a host name of his choice.
//
// Part of NetworkPolicy, held by connect() and HttpClient after each resolution, so at every
// connection and reconnection anew: a name that changes its mind gains nothing. By default nothing
// is refused; a service of many customers starts with public_internet_only() and adds what its
// settings allow. Values, any thread.
#pragma once

#include <string_view>
#include <vector>

#include "net/address_range.hpp"

namespace postferry::net {

struct AddressRules {
  std::vector<AddressRange> refused = {};
  std::vector<AddressRange> allowed = {};  // wins over refused

  // Also by the IPv4 address that a NAT64 (64:ff9b::/96), a 6to4 (2002::/16) or an IPv4-compatible
  // address (::/96) holds. Needs text of an address; anything else is not permitted once anything
  // is refused.
  bool permits(std::string_view address) const;
  bool permits(const AddressBytes& address) const;

  friend bool operator==(const AddressRules&, const AddressRules&) = default;
};

// Refuses what is not for the whole internet: unspecified, loopback, link-local, private, unique
// local, shared (CGNAT), multicast, benchmarking, documentation and reserved ranges (RFC 6890).
AddressRules public_internet_only();

}  // namespace postferry::net

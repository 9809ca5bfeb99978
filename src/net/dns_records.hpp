// DNS records that name servers: SRV (RFC 2782, for mail RFC 6186 and 8314) and MX (RFC 5321
// section 5.1); c-ares asks.
//
// Used to propose a server for an address. An answer is a list in the order in which to try, empty
// where there are no such records. Names are what a stranger wrote into his zone: lower case
// letters, digits, '-', '_' and dots only; others are passed over.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/task.hpp"

namespace postferry::net {

struct SrvRecord {
  std::string host;
  std::uint16_t port = 0;
  std::uint16_t priority = 0;
  std::uint16_t weight = 0;
  friend bool operator==(const SrvRecord&, const SrvRecord&) = default;
};

struct MxRecord {
  std::string host;
  std::uint16_t preference = 0;
  friend bool operator==(const MxRecord&, const MxRecord&) = default;
};

struct DnsServers {
  std::string addresses = {};  // "192.0.2.53,[2001:db8::53]:5353"; empty: the system's
};

// `name` is "_imaps._tcp.example.org". A service that is declared absent (target ".") gives an
// empty list. Throws Failure{timed_out}, {cannot_resolve} when no server answers with sense.
Task<std::vector<SrvRecord>> srv_records(std::string name, Deadline deadline,
                                         DnsServers servers = {});

// A domain that takes no mail (RFC 7505) gives an empty list.
Task<std::vector<MxRecord>> mx_records(std::string domain, Deadline deadline,
                                       DnsServers servers = {});

}  // namespace postferry::net

// Which servers may hold the mail of an address: candidates in the order in which to try them, each
// with where it comes from.
//
// Called by the form when an address was written. What DNS says (SRV of RFC 6186, MX) is asked by
// net/dns_records and handed in; here is only what follows from it. A candidate is a guess until it
// has answered, except one that the domain itself publishes. Pure function.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "net/endpoint.hpp"

namespace postferry::service {

enum class ProposalOrigin : std::uint8_t {
  srv,         // published by the domain
  provider,    // the domain is a well-known provider's own
  mx_pattern,  // the mail of the domain goes to a well-known provider
  guessed,     // imap.DOMAIN and the like
};
std::string_view origin_name(ProposalOrigin origin);

// A target of _imaps._tcp (tls) or _imap._tcp (starttls), by priority and weight.
struct PublishedServer {
  std::string host;
  std::uint16_t port = 0;
  net::Security security = net::Security::tls;
};

struct DomainRecords {
  std::vector<PublishedServer> srv;  // the best first; a target "." says there is none
  std::vector<std::string> mx;       // the best first
};

struct ServerProposal {
  net::Endpoint server;
  ProposalOrigin origin = ProposalOrigin::guessed;
  std::string_view note;  // what the provider asks for, such as an app password; may be empty
};

// Nothing for what is no address, and where the domain says that it has no IMAP.
std::vector<ServerProposal> server_proposals(std::string_view address,
                                             const DomainRecords& records);

// A provider whose domains and mail exchangers are known.
struct MailProvider {
  std::string_view name;
  std::string_view host;                        // its IMAP server, with TLS at 993
  std::span<const std::string_view> domains;    // of addresses
  std::span<const std::string_view> mx_suffix;  // of its mail exchangers
  std::string_view note;
};
std::span<const MailProvider> mail_providers();

}  // namespace postferry::service

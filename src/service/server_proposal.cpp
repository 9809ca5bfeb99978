#include "service/server_proposal.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "service/imap_ports.hpp"
#include "service/mail_address.hpp"
#include "service/server_name.hpp"
#include "text/ascii.hpp"

namespace postferry::service {
namespace {

constexpr std::size_t most_proposals = 8;

// In the order in which they are mostly right.
constexpr std::array<std::string_view, 3> usual_names{"imap.", "mail.", ""};

std::string domain_name(std::string_view written) {
  auto name = text::to_lower(written);
  if (name.ends_with('.')) name.pop_back();
  return name;
}

net::Endpoint with_tls(std::string host) { return {.host = std::move(host), .port = imaps_port}; }

bool is_of(const MailProvider& provider, std::string_view domain) {
  return std::ranges::find(provider.domains, domain) != provider.domains.end();
}

// ".google.com" is the end of a name, "mx.zoho.com" a whole one.
bool receives_at(const MailProvider& provider, std::string_view exchanger) {
  return std::ranges::any_of(provider.mx_suffix, [exchanger](std::string_view suffix) {
    return suffix.starts_with('.') ? exchanger.ends_with(suffix) : exchanger == suffix;
  });
}

void add(std::vector<ServerProposal>& to, ServerProposal proposal) {
  const bool known = std::ranges::any_of(to, [&](const ServerProposal& other) {
    return other.server.host == proposal.server.host && other.server.port == proposal.server.port;
  });
  if (!known && to.size() < most_proposals) to.push_back(std::move(proposal));
}

// Where all mail of the domain goes to a provider, its servers are there, too.
void add_providers(std::vector<ServerProposal>& to, std::string_view domain,
                   const DomainRecords& records) {
  for (const auto& provider : mail_providers())
    if (is_of(provider, domain))
      add(to, {with_tls(std::string(provider.host)), ProposalOrigin::provider, provider.note});
  for (const auto& exchanger : records.mx)
    for (const auto& provider : mail_providers())
      if (receives_at(provider, domain_name(exchanger)))
        add(to, {with_tls(std::string(provider.host)), ProposalOrigin::mx_pattern, provider.note});
}

// What the domain publishes; true where it says that there is nothing.
bool add_published(std::vector<ServerProposal>& to, const DomainRecords& records) {
  bool none = false;
  for (const auto& [target, port, security] : records.srv) {
    if (target == "." || target.empty()) {
      none = true;
      continue;
    }
    const auto host = host_name(domain_name(target));
    if (!host || port == 0) continue;
    add(to, {{.host = *host, .port = port, .security = security}, ProposalOrigin::srv, ""});
  }
  return none && to.empty();
}

}  // namespace

std::string_view origin_name(ProposalOrigin origin) {
  switch (origin) {
    case ProposalOrigin::srv:
      return "srv";
    case ProposalOrigin::provider:
      return "provider";
    case ProposalOrigin::mx_pattern:
      return "mx_pattern";
    case ProposalOrigin::guessed:
      break;
  }
  return "guessed_and_answered";
}

std::vector<ServerProposal> server_proposals(std::string_view address,
                                             const DomainRecords& records) {
  std::vector<ServerProposal> proposals;
  const auto written = mail_address(address);
  if (!written) return proposals;
  const auto& domain = written->domain;
  if (add_published(proposals, records)) return proposals;
  add_providers(proposals, domain, records);
  const bool is_known = std::ranges::any_of(proposals, [](const ServerProposal& proposal) {
    return proposal.origin == ProposalOrigin::provider;
  });
  if (is_known) return proposals;
  for (const auto name : usual_names)
    if (auto host = host_name(std::string(name) + domain))
      add(proposals, {with_tls(std::move(*host)), ProposalOrigin::guessed, ""});
  // Many keep mail on the very host that receives it.
  for (const auto& exchanger : records.mx)
    if (auto host = host_name(domain_name(exchanger)))
      if (host->ends_with("." + domain))
        add(proposals, {with_tls(std::move(*host)), ProposalOrigin::guessed, ""});
  return proposals;
}

}  // namespace postferry::service

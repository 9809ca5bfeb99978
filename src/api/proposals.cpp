// GET /proposals?address=: the server that most likely holds the mail of an address.
//
// What was found for a domain is kept for a while, so that nobody has this machine knock at the
// same doors again and again.
#include <chrono>
#include <memory>
#include <optional>
#include <unordered_map>

#include "api/door.hpp"
#include "api/planning_resources.hpp"
#include "api/problem.hpp"
#include "api/responses.hpp"
#include "net/address_rules.hpp"
#include "service/mail_address.hpp"
#include "service/server_answers.hpp"
#include "service/server_name.hpp"

namespace postferry::api {
namespace {

using service::ServerProposal;

constexpr std::chrono::seconds patience{3};
constexpr std::chrono::minutes kept{10};
constexpr std::size_t most_kept = 2000;
constexpr std::size_t most_under_way = 8;  // each opens at most eight connections

struct KeptProposal {
  std::optional<ServerProposal> proposal;
  Deadline until{};
};

struct Proposals {
  std::unordered_map<std::string, KeptProposal> by_domain;
  std::size_t under_way = 0;
};

// A place among those under way, given back however the question ends.
class Turn {
 public:
  explicit Turn(Proposals& proposals) : proposals_(proposals) {
    if (proposals.under_way >= most_under_way)
      throw Declined({.status = 503,
                      .code = "busy",
                      .detail = "Too many servers are being looked for at once.",
                      .retry_after = patience});
    ++proposals_.under_way;
  }
  ~Turn() { --proposals_.under_way; }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  Proposals& proposals_;
};

// Nothing where DNS does not answer: the usual names are tried all the same.
Task<service::DomainRecords> records_of(const Planning& planning, std::string domain) {
  service::DomainRecords records;
  if (!planning.domain_records) co_return records;
  try {
    records = co_await planning.domain_records(std::move(domain));
  } catch (const Failure&) {
  }
  co_return records;
}

Task<std::optional<ServerProposal>> look_for(const Planning& planning, std::string address,
                                             std::string domain) {
  const auto records = co_await records_of(planning, std::move(domain));
  net::NetworkPolicy policy;
  // Strangers are not led into the operator's network.
  if (!planning.settings.allow_private_addresses && planning.service.customers == Customers::many)
    policy.addresses = net::public_internet_only();
  co_return co_await service::first_that_answers(service::server_proposals(address, records),
                                                 std::move(policy), patience);
}

void keep(Proposals& proposals, const std::string& domain,
          const std::optional<ServerProposal>& found) {
  const auto now = std::chrono::steady_clock::now();
  if (proposals.by_domain.size() >= most_kept)
    std::erase_if(proposals.by_domain,
                  [now](const auto& each) { return each.second.until <= now; });
  if (proposals.by_domain.size() < most_kept)
    proposals.by_domain.insert_or_assign(domain, KeptProposal{found, now + kept});
}

Task<std::optional<ServerProposal>> proposal_for(Planning& planning, Proposals& proposals,
                                                 std::string address, std::string domain) {
  const auto known = proposals.by_domain.find(domain);
  if (known != proposals.by_domain.end() && known->second.until > std::chrono::steady_clock::now())
    co_return known->second.proposal;
  const Turn turn(proposals);
  auto found = co_await look_for(planning, std::move(address), domain);
  keep(proposals, domain, found);
  co_return found;
}

text::json::Object proposal_json(const ServerProposal& proposal) {
  text::json::Object body{{"host", proposal.server.host},
                          {"port", proposal.server.port},
                          {"security", service::security_name(proposal.server.security)},
                          {"origin", service::origin_name(proposal.origin)}};
  if (!proposal.note.empty()) body["note"] = proposal.note;
  return body;
}

Task<net::HttpResponse> propose(Planning& planning, std::shared_ptr<Proposals> proposals,
                                Call call) {
  const std::string written(call.request.parameter("address").value_or(""));
  const auto address = service::mail_address(written);
  if (!address) co_return json_response(text::json::Object());
  const auto found = co_await proposal_for(planning, *proposals, written, address->domain);
  co_return json_response(found ? proposal_json(*found) : text::json::Object());
}

}  // namespace

void add_proposals(Router& router, Planning& planning) {
  const auto proposals = std::make_shared<Proposals>();
  router.below("/api/v1/proposals")
      .get("", needs(service::Permission::plan), [&planning, proposals](Call call) {
        return propose(planning, proposals, std::move(call));
      });
}

}  // namespace postferry::api

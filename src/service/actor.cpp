#include "service/actor.hpp"

#include "base/error.hpp"

namespace postferry::service {
namespace {

// No address has it, so a manager whose domains were all taken away sees nothing.
constexpr auto no_domain = ".";

}  // namespace

storage::catalog::Reach own_reach_of(const Actor& actor) {
  if (actor.customer.empty())
    throw Failure(Error{.code = ErrorCode::internal, .text = "Somebody without a customer asked."});
  auto domains = actor.domains;
  if (actor.role == Role::manager && domains.empty()) domains.emplace_back(no_domain);
  return storage::catalog::Reach::customer(actor.customer, std::move(domains));
}

storage::catalog::Reach reach_of(const Actor& actor) {
  if (actor.role == Role::operator_) return storage::catalog::Reach::everything();
  return own_reach_of(actor);
}

std::vector<std::string> domains_in(std::string_view stored) {
  std::vector<std::string> domains;
  while (!stored.empty()) {
    const auto domain = stored.substr(0, stored.find(' '));
    if (!domain.empty()) domains.emplace_back(domain);
    stored.remove_prefix(std::min(domain.size() + 1, stored.size()));
  }
  return domains;
}

}  // namespace postferry::service

#include "service/known_accounts.hpp"

#include <algorithm>
#include <utility>

#include "service/planned_row.hpp"
#include "storage/catalog/people.hpp"
#include "storage/catalog/settings.hpp"
#include "text/quantities.hpp"
#include "text/unicode.hpp"

namespace postferry::service {
namespace {

using storage::catalog::KnownAccountRow;
using storage::catalog::Reach;

bool is_in(const std::vector<std::string>& domains, const std::string& email) {
  return std::ranges::find(domains, domain_of(email)) != domains.end();
}

FoundAccounts found(soci::session& session, const Reach& reach, const std::string& part,
                    std::size_t limit) {
  FoundAccounts found;
  for (const auto& row : known_accounts(session, reach, part, limit))
    found.accounts.push_back({row.email, row.user});
  found.total = static_cast<std::size_t>(count_known_accounts(session, reach, part));
  return found;
}

// Whoever has domains is shown what is in them, so more is read than shown.
FoundAccounts found_in(const std::vector<std::string>& domains, soci::session& session,
                       const Reach& reach, const std::string& part, std::size_t limit) {
  FoundAccounts found;
  for (const auto& row : known_accounts(session, reach, part, UploadedAccounts::most)) {
    if (!is_in(domains, row.email)) continue;
    if (++found.total <= limit) found.accounts.push_back({row.email, row.user});
  }
  return found;
}

std::vector<KnownAccountRow> rows_for(const std::string& customer,
                                      std::vector<KnownAccount> accounts) {
  std::vector<KnownAccountRow> rows;
  rows.reserve(accounts.size());
  for (auto& [email, user] : accounts) {
    auto words = text::folded(email + " " + user);
    rows.push_back({.customer = customer,
                    .email = std::move(email),
                    .user = std::move(user),
                    .words = std::move(words)});
  }
  return rows;
}

}  // namespace

Task<Answer<FoundAccounts>> UploadedAccounts::find(Actor actor, std::string customer,
                                                   std::string part, std::size_t limit) {
  const auto reach = reach_to(actor, customer);
  if (!reach) co_return refuse(Refusal::not_found);
  co_return co_await people_.catalog.look(
      [reach = *reach, part = text::folded(part), limit,
       domains = own_reach_of(actor).domains()](soci::session& session) {
        return domains.empty() ? found(session, reach, part, limit)
                               : found_in(domains, session, reach, part, limit);
      });
}

Task<Answer<void>> UploadedAccounts::replace(Actor actor, std::string customer,
                                             std::vector<KnownAccount> accounts) {
  if (!actor.may(Permission::offer_accounts)) co_return refuse(Refusal::not_allowed);
  const auto reach = reach_to(actor, customer);
  if (!reach) co_return refuse(Refusal::not_found);
  const auto& id = reach->customer_id();
  const auto entry =
      audit_row(people_, actor, id, accounts.empty() ? "accounts.removed" : "accounts.offered", id,
                accounts.empty() ? "" : text::counted(accounts.size(), "account"));
  const bool is_there = co_await people_.catalog.change(
      [id, reach = *reach, entry,
       rows = rows_for(id, std::move(accounts))](soci::session& session) {
        if (!find_customer(session, reach, id)) return false;
        set_known_accounts(session, id, rows);
        add(session, entry);
        return true;
      });
  if (!is_there) co_return refuse(Refusal::not_found);
  co_return Answer<void>();
}

}  // namespace postferry::service

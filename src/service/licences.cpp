#include "service/licences.hpp"

#include <fmt/format.h>
#include <utility>

namespace postferry::service {
namespace {

using storage::catalog::LicenceKeyRow;
using storage::catalog::Reach;

constexpr std::size_t most_uses = 50;

Answer<Licence> trusted(const Actor& actor, std::string_view text, const LicenceTrust& trust) {
  const auto licence = read_licence(text, trust.public_keys);
  if (!licence)
    return refuse(licence.error() == LicenceFault::forged ? Refusal::licence_forged
                                                          : Refusal::licence_unreadable);
  if (licence->installation != trust.installation)
    return refuse(Refusal::licence_of_other_installation);
  if (!licence->customer.empty() && licence->customer != actor.customer)
    return refuse(Refusal::licence_of_other_customer);
  return *licence;
}

}  // namespace

Task<Answer<LicenceKeyRow>> add_licence(People& people, Actor actor, std::string text,
                                        LicenceTrust trust) {
  if (!actor.may(Permission::manage_licences)) co_return refuse(Refusal::not_allowed);
  const auto licence = trusted(actor, text, trust);
  if (!licence) co_return std::unexpected(licence.error());
  const LicenceKeyRow row{.id = licence->id,
                          .customer = actor.customer,
                          .migrations = licence->migrations,
                          .issued = licence->issued,
                          .added = people.clock(),
                          .added_by = actor.person};
  const auto entry = audit_row(people, actor, actor.customer, "licence.added", row.id,
                               fmt::format("{} migrations", row.migrations));
  const bool added = co_await people.catalog.change([row, entry](soci::session& session) {
    if (!add_key(session, row)) return false;
    add(session, entry);
    return true;
  });
  if (!added) co_return refuse(Refusal::licence_known);
  co_return row;
}

Task<Answer<Credits>> credits(People& people, Actor actor, storage::catalog::CreditRule rule) {
  if (!actor.may(Permission::see)) co_return refuse(Refusal::not_allowed);
  co_return co_await people.catalog.look([rule, customer = actor.customer](soci::session& session) {
    const auto reach = Reach::customer(customer);
    return Credits{.credit = credit_of(session, customer, rule),
                   .keys = licence_keys(session, reach),
                   .uses = credit_uses(session, reach, most_uses)};
  });
}

}  // namespace postferry::service

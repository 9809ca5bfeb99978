#include "service/customers.hpp"

#include <utility>

#include "service/person_fields.hpp"
#include "storage/catalog/credits.hpp"
#include "storage/catalog/outbox.hpp"
#include "storage/catalog/people.hpp"
#include "storage/catalog/secrets.hpp"

namespace postferry::service {
namespace {

using storage::catalog::AuditRow;
using storage::catalog::CustomerRow;
using storage::catalog::Reach;
using storage::catalog::remove_audit_of;
using storage::catalog::remove_credit_uses;
using storage::catalog::remove_notices_of;
using storage::catalog::wipe_secrets_of_customer;

// Whom the actor may remove the data of.
std::optional<Refusal> why_not(soci::session& session, const Reach& reach,
                               const std::string& customer) {
  if (!find_customer(session, reach, customer)) return Refusal::not_found;
  return std::nullopt;
}

void remove_all_data(soci::session& session, const std::string& customer,
                     const RemoveData& remove_more) {
  if (remove_more) remove_more(session, customer);
  wipe_secrets_of_customer(session, customer);
  remove_notices_of(session, customer);
  remove_audit_of(session, customer);
  remove_credit_uses(session, customer);
}

// The installation always keeps an operator elsewhere.
bool holds_all_operators(soci::session& session, const std::string& customer) {
  return count_people(session, Reach::customer(customer), Role::operator_) ==
         count_people(session, Reach::everything(), Role::operator_);
}

}  // namespace

Task<Answer<std::vector<CustomerRow>>> customers(People& people, Actor actor) {
  co_return co_await people.catalog.look([reach = reach_of(actor)](soci::session& session) {
    return storage::catalog::customers(session, reach);
  });
}

Task<Answer<CustomerRow>> add_customer(People& people, Actor actor, std::string name) {
  if (!actor.may(Permission::manage_customers)) co_return refuse(Refusal::not_allowed);
  FieldRefusals wrong;
  const CustomerRow row{.id = people.ulids.next(),
                        .name = checked_name(wrong, "name", name),
                        .created = people.clock()};
  if (!wrong.empty()) co_return refuse(std::move(wrong));
  const auto entry = audit_row(people, actor, row.id, "customer.added", row.id, row.name);
  co_await people.catalog.change([row, entry](soci::session& session) {
    add(session, row);
    add(session, entry);
  });
  co_return row;
}

Task<Answer<CustomerRow>> rename_customer(People& people, Actor actor, std::string id,
                                          std::string name) {
  if (!actor.may(Permission::manage_customers)) co_return refuse(Refusal::not_allowed);
  if (!is_ulid(id)) co_return refuse(Refusal::not_found);
  FieldRefusals wrong;
  const auto checked = checked_name(wrong, "name", name);
  if (!wrong.empty()) co_return refuse(std::move(wrong));
  const auto entry = audit_row(people, actor, id, "customer.renamed", id, checked);
  auto renamed = co_await people.catalog.change(
      [id, checked, entry, reach = reach_of(actor)](soci::session& session) {
        if (rename_customer(session, reach, id, checked)) add(session, entry);
        return find_customer(session, reach, id);
      });
  if (!renamed) co_return refuse(Refusal::not_found);
  co_return *std::move(renamed);
}

Task<Answer<void>> remove_data(People& people, Actor actor, std::string customer,
                               RemoveData remove_more) {
  if (!actor.may(Permission::remove_data)) co_return refuse(Refusal::not_allowed);
  if (!is_ulid(customer)) co_return refuse(Refusal::not_found);
  const auto entry = audit_row(people, actor, customer, "customer.data_removed", customer);
  const auto refusal =
      co_await people.catalog.change([customer, remove_more = std::move(remove_more), entry,
                                      reach = reach_of(actor)](soci::session& session) {
        const auto why = why_not(session, reach, customer);
        if (why) return why;
        remove_all_data(session, customer, remove_more);
        add(session, entry);
        return why;
      });
  if (refusal) co_return refuse(*refusal);
  co_return Answer<void>();
}

Task<Answer<void>> remove_customer(People& people, Actor actor, std::string customer,
                                   RemoveData remove_more) {
  if (!actor.may(Permission::manage_customers)) co_return refuse(Refusal::not_allowed);
  if (!is_ulid(customer)) co_return refuse(Refusal::not_found);
  if (customer == actor.customer) co_return refuse(Refusal::not_yourself);
  // the log of the installation keeps it: that of the customer is gone
  const auto entry = audit_row(people, actor, "", "customer.removed", customer);
  const auto refusal =
      co_await people.catalog.change([customer, remove_more = std::move(remove_more), entry,
                                      reach = reach_of(actor)](soci::session& session) {
        auto why = why_not(session, reach, customer);
        if (!why && holds_all_operators(session, customer)) why = Refusal::last_operator;
        if (why) return why;
        remove_all_data(session, customer, remove_more);
        remove_customer(session, reach, customer);
        add(session, entry);
        return why;
      });
  if (refusal) co_return refuse(*refusal);
  co_return Answer<void>();
}

Task<Answer<std::vector<AuditRow>>> audit_log(People& people, Actor actor, std::string before,
                                              std::size_t limit) {
  if (!actor.may(Permission::see_audit)) co_return refuse(Refusal::not_allowed);
  if (!before.empty() && !is_ulid(before)) co_return refuse(Refusal::not_found);
  co_return co_await people.catalog.look(
      [before, limit, reach = reach_of(actor)](soci::session& session) {
        return audit_page(session, reach, before, limit);
      });
}

}  // namespace postferry::service

#include "service/people.hpp"

#include <utility>

namespace postferry::service {

using storage::catalog::Reach;

storage::catalog::AuditRow audit_row(People& people, const Actor& actor,
                                     const std::string& customer, std::string action,
                                     std::string object, std::string detail) {
  return {.id = people.ulids.next(),
          .customer = customer,
          .at = people.clock(),
          .person = actor.person,
          .person_name = actor.name,
          .way = actor.way,
          .peer = actor.peer,
          .action = std::move(action),
          .object = std::move(object),
          .detail = std::move(detail)};
}

Actor acting_by(std::string way, std::string peer) {
  Actor actor;
  actor.way = std::move(way);
  actor.peer = std::move(peer);
  return actor;
}

Actor actor_as(const storage::catalog::PersonRow& person, std::string way, std::string peer) {
  Actor actor = acting_by(std::move(way), std::move(peer));
  actor.person = person.id;
  actor.name = person.name;
  actor.customer = person.customer;
  actor.role = person.role;
  actor.domains = domains_in(person.domains);
  actor.permissions = permissions_of(person.role);
  return actor;
}

std::optional<Reach> reach_to(const Actor& actor, const std::string& customer) {
  if (customer.empty() || customer == actor.customer) return Reach::customer(actor.customer);
  if (actor.role == Role::operator_ && is_ulid(customer)) return Reach::customer(customer);
  return std::nullopt;
}

}  // namespace postferry::service

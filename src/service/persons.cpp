#include "service/persons.hpp"

#include <utility>

#include "service/person_fields.hpp"
#include "storage/catalog/entry.hpp"
#include "storage/catalog/people.hpp"

namespace postferry::service {
namespace {

using storage::catalog::end_sessions_of;
using storage::catalog::PersonRow;
using storage::catalog::PersonState;
using storage::catalog::Reach;
using storage::catalog::remove_links_made_by;

// What is asked for, as it is stored.
struct CheckedChange {
  std::optional<Role> role;
  std::optional<std::string> domains;
  std::optional<PersonState> state;
};

CheckedChange checked(const PersonChange& change, FieldRefusals& wrong) {
  CheckedChange result;
  if (change.role) {
    result.role = role_named(*change.role);
    if (!result.role)
      wrong.push_back({.field = "role", .code = "unknown_role", .text = "Choose a role."});
  }
  if (change.domains) result.domains = checked_domains(wrong, "domains", *change.domains);
  if (change.disabled)
    result.state = *change.disabled ? PersonState::disabled : PersonState::active;
  return result;
}

PersonRow changed(PersonRow person, const CheckedChange& change) {
  person.role = change.role.value_or(person.role);
  person.state = change.state.value_or(person.state);
  if (change.domains) person.domains = *change.domains;
  if (person.role == Role::admin || person.role == Role::operator_) person.domains.clear();
  return person;
}

// Whether somebody remains who can do what this person could, if they no longer can.
std::optional<Refusal> why_needed(soci::session& session, const PersonRow& before,
                                  const PersonRow* after) {
  const bool stays = after != nullptr && after->state == PersonState::active;
  if (before.state != PersonState::active || (stays && after->role == before.role))
    return std::nullopt;
  const auto own = Reach::customer(before.customer);
  const auto operators = count_people(session, Reach::everything(), Role::operator_);
  if (before.role == Role::operator_) {
    if (operators <= 1) return Refusal::last_operator;
    return std::nullopt;
  }
  if (before.role != Role::admin || (stays && after->role == Role::operator_)) return std::nullopt;
  if (count_people(session, own, Role::admin) + count_people(session, own, Role::operator_) <= 1)
    return Refusal::last_admin;
  return std::nullopt;
}

std::optional<Refusal> why_not(const Actor& actor, const PersonRow& person) {
  if (person.id == actor.person) return Refusal::not_yourself;
  if (!may_grant(actor.role, person.role)) return Refusal::role_too_high;
  return std::nullopt;
}

using ChangedPerson = std::expected<PersonRow, Refused>;

ChangedPerson store_change(soci::session& session, const Actor& actor, const std::string& id,
                           const CheckedChange& change, storage::catalog::AuditRow entry) {
  const auto before = find_person(session, reach_of(actor), id);
  if (!before) return refuse(Refusal::not_found);
  if (const auto why = why_not(actor, *before)) return refuse(*why);
  auto after = changed(*before, change);
  if (!may_grant(actor.role, after.role)) return refuse(Refusal::role_too_high);
  if (after.role == Role::manager && after.domains.empty())
    return refuse(FieldRefusals{
        {.field = "domains", .code = "missing", .text = "Name the domains of this manager."}});
  if (const auto why = why_needed(session, *before, &after)) return refuse(*why);
  replace(session, Reach::customer(after.customer), after);
  if (after.state != PersonState::active) end_sessions_of(session, id, "");
  // what somebody was allowed to give before does not come true later
  if (after.state != PersonState::active || after.role != before->role)
    remove_links_made_by(session, id);
  entry.customer = after.customer;
  entry.detail = std::string(role_name(after.role)) + " " + std::string(text_of(after.state)) +
                 (after.domains.empty() ? "" : " " + after.domains);
  add(session, entry);
  return after;
}

}  // namespace

Task<Answer<std::vector<PersonRow>>> persons(People& people, Actor actor, std::string customer) {
  if (!actor.may(Permission::manage_people)) co_return refuse(Refusal::not_allowed);
  const auto reach = reach_to(actor, customer);
  if (!reach) co_return refuse(Refusal::not_found);
  co_return co_await people.catalog.look([reach = *reach](soci::session& session) {
    return storage::catalog::people(session, reach);
  });
}

Task<Answer<PersonRow>> change_person(People& people, Actor actor, std::string id,
                                      PersonChange change) {
  if (!actor.may(Permission::manage_people)) co_return refuse(Refusal::not_allowed);
  if (!is_ulid(id)) co_return refuse(Refusal::not_found);
  FieldRefusals wrong;
  const auto stored = checked(change, wrong);
  if (!wrong.empty()) co_return refuse(std::move(wrong));
  const auto entry = audit_row(people, actor, actor.customer, "person.changed", id);
  co_return co_await people.catalog.change([actor, id, stored, entry](soci::session& session) {
    return store_change(session, actor, id, stored, entry);
  });
}

Task<Answer<void>> remove_person(People& people, Actor actor, std::string id) {
  if (!actor.may(Permission::manage_people)) co_return refuse(Refusal::not_allowed);
  if (!is_ulid(id)) co_return refuse(Refusal::not_found);
  auto entry = audit_row(people, actor, actor.customer, "person.removed", id);
  co_return co_await people.catalog.change(
      [actor, id, entry](soci::session& session) mutable -> Answer<void> {
        const auto person = find_person(session, reach_of(actor), id);
        if (!person) return refuse(Refusal::not_found);
        if (const auto why = why_not(actor, *person)) return refuse(*why);
        if (const auto why = why_needed(session, *person, nullptr)) return refuse(*why);
        entry.customer = person->customer;
        entry.detail = person->email;
        remove_links_made_by(session, id);
        remove_person(session, Reach::customer(person->customer), id);
        add(session, entry);
        return {};
      });
}

}  // namespace postferry::service

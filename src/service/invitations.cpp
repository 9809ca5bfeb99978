#include "service/invitations.hpp"

#include <optional>
#include <utility>

#include "service/person_fields.hpp"
#include "service/token.hpp"
#include "storage/catalog/entry.hpp"
#include "storage/catalog/people.hpp"

namespace postferry::service {
namespace {

using storage::catalog::LinkKind;
using storage::catalog::LinkRow;
using storage::catalog::person_by_email;
using storage::catalog::PersonRow;
using storage::catalog::Reach;

LinkRow checked_link(const Invitation& wanted, FieldRefusals& wrong) {
  LinkRow link;
  link.email = checked_email(wrong, "email", wanted.email);
  const auto role = role_named(wanted.role);
  if (!role) wrong.push_back({.field = "role", .code = "unknown_role", .text = "Choose a role."});
  link.role = role.value_or(Role::member);
  link.domains = checked_domains(wrong, "domains", wanted.domains);
  if (link.role == Role::manager && link.domains.empty())
    wrong.push_back(
        {.field = "domains", .code = "missing", .text = "Name the domains of this manager."});
  if (link.role == Role::admin || link.role == Role::operator_) link.domains.clear();
  return link;
}

Invited named_link(People& people, LinkRow link, std::chrono::seconds lasts) {
  auto token = new_token(TokenKind::link);
  link.id = people.ulids.next();
  link.token_hash = token_hash(token.reveal());
  link.created = people.clock();
  link.ends = link.created + lasts;
  return {.link = std::move(link), .token = std::move(token)};
}

std::optional<Refusal> add_invitation(soci::session& session, const LinkRow& link,
                                      std::size_t most) {
  const auto reach = Reach::customer(link.customer);
  if (!find_customer(session, reach, link.customer)) return Refusal::not_found;
  if (person_by_email(session, email_key_of(link.email))) return Refusal::email_taken;
  if (open_links(session, reach, LinkKind::invitation).size() >= most) return Refusal::too_many;
  remove_links_to(session, LinkKind::invitation, link.customer, link.email, "");
  add(session, link);
  return std::nullopt;
}

// A reset link for a person whom `reach` holds and somebody of this role may change.
Task<Answer<Invited>> add_reset_link(People& people, Actor actor, Reach reach, PersonRow person) {
  LinkRow link;
  link.kind = LinkKind::reset;
  link.customer = person.customer;
  link.person = person.id;
  link.email = person.email;
  link.role = person.role;
  link.made_by = actor.person;
  auto made = named_link(people, std::move(link), people.rules.reset_link);
  const auto entry = audit_row(people, actor, person.customer, "person.reset_link_made", person.id);
  const bool found =
      co_await people.catalog.change([row = made.link, reach, entry](soci::session& session) {
        if (!find_person(session, reach, row.person)) return false;
        remove_links_to(session, LinkKind::reset, row.customer, row.email, row.person);
        add(session, row);
        add(session, entry);
        return true;
      });
  if (!found) co_return refuse(Refusal::not_found);
  co_return made;
}

}  // namespace

Task<Answer<Invited>> invite(People& people, Actor actor, Invitation wanted) {
  if (!actor.may(Permission::manage_people)) co_return refuse(Refusal::not_allowed);
  const auto reach = reach_to(actor, wanted.customer);
  if (!reach) co_return refuse(Refusal::not_found);
  FieldRefusals wrong;
  auto link = checked_link(wanted, wrong);
  if (!wrong.empty()) co_return refuse(std::move(wrong));
  if (!may_grant(actor.role, link.role)) co_return refuse(Refusal::role_too_high);
  link.customer = reach->customer_id();
  link.made_by = actor.person;
  auto made = named_link(people, std::move(link), people.rules.invitation);
  const auto entry =
      audit_row(people, actor, made.link.customer, "person.invited", made.link.id, made.link.email);
  const auto refusal = co_await people.catalog.change(
      [row = made.link, entry, most = people.rules.most_invitations](soci::session& session) {
        auto why = add_invitation(session, row, most);
        if (!why) add(session, entry);
        return why;
      });
  if (refusal) co_return refuse(*refusal);
  co_return made;
}

Task<Answer<std::vector<LinkRow>>> invitations(People& people, Actor actor, std::string customer) {
  if (!actor.may(Permission::manage_people)) co_return refuse(Refusal::not_allowed);
  const auto reach = reach_to(actor, customer);
  if (!reach) co_return refuse(Refusal::not_found);
  co_return co_await people.catalog.look([reach = *reach](soci::session& session) {
    return open_links(session, reach, LinkKind::invitation);
  });
}

Task<Answer<void>> revoke_invitation(People& people, Actor actor, std::string id) {
  if (!actor.may(Permission::manage_people)) co_return refuse(Refusal::not_allowed);
  if (!is_ulid(id)) co_return refuse(Refusal::not_found);
  auto entry = audit_row(people, actor, actor.customer, "person.invitation_revoked", id);
  const bool removed = co_await people.catalog.change(
      [id, reach = reach_of(actor), entry](soci::session& session) mutable {
        const auto link = find_link(session, reach, id);
        if (!link || link->kind != LinkKind::invitation || link->used != Instant{}) return false;
        entry.customer = link->customer;
        entry.detail = link->email;
        remove_link(session, reach, id);
        add(session, entry);
        return true;
      });
  if (!removed) co_return refuse(Refusal::not_found);
  co_return Answer<void>();
}

Task<Answer<Invited>> make_reset_link(People& people, Actor actor, std::string person) {
  if (!actor.may(Permission::manage_people)) co_return refuse(Refusal::not_allowed);
  if (!is_ulid(person)) co_return refuse(Refusal::not_found);
  const auto reach = reach_of(actor);
  auto found = co_await people.catalog.look(
      [reach, person](soci::session& session) { return find_person(session, reach, person); });
  if (!found) co_return refuse(Refusal::not_found);
  if (!may_grant(actor.role, found->role)) co_return refuse(Refusal::role_too_high);
  co_return co_await add_reset_link(people, std::move(actor), reach, *std::move(found));
}

Task<Answer<Invited>> make_reset_link(People& people, std::string email) {
  FieldRefusals wrong;
  const auto key = email_key_of(checked_email(wrong, "email", email));
  if (!wrong.empty()) co_return refuse(Refusal::not_found);
  auto found = co_await people.catalog.look(
      [key](soci::session& session) { return person_by_email(session, key); });
  if (!found) co_return refuse(Refusal::not_found);
  co_return co_await add_reset_link(people, acting_by("command"), Reach::everything(),
                                    *std::move(found));
}

}  // namespace postferry::service

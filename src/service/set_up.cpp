#include "service/set_up.hpp"

#include <utility>

#include "service/person_fields.hpp"
#include "service/sign_in.hpp"
#include "service/token.hpp"
#include "storage/catalog/entry.hpp"
#include "storage/catalog/people.hpp"

namespace postferry::service {
namespace {

using storage::catalog::CustomerRow;
using storage::catalog::link_by_hash;
using storage::catalog::LinkKind;
using storage::catalog::LinkRow;
using storage::catalog::PersonRow;
using storage::catalog::Reach;
using storage::catalog::use_link;

bool has_operator(soci::session& session) {
  return count_people(session, Reach::everything(), Role::operator_) > 0;
}

std::optional<LinkRow> setup_link(soci::session& session, const std::string& hash, Instant now) {
  auto link = link_by_hash(session, hash);
  if (!link || link->kind != LinkKind::setup || link->used != Instant{} || link->ends <= now)
    return std::nullopt;
  return link;
}

std::optional<Refusal> why_not(soci::session& session, const std::string& hash, Instant now) {
  if (has_operator(session)) return Refusal::already_set_up;
  if (!setup_link(session, hash, now)) return Refusal::link_not_valid;
  return std::nullopt;
}

struct Rows {
  CustomerRow customer;
  PersonRow person;
};

Rows rows_of(People& people, const FirstVisit& wanted, FieldRefusals& wrong) {
  const auto now = people.clock();
  Rows rows;
  rows.customer = {.id = people.ulids.next(),
                   .name = checked_name(wrong, "customer_name", wanted.customer_name),
                   .created = now};
  auto& person = rows.person;
  person.id = people.ulids.next();
  person.customer = rows.customer.id;
  person.email = checked_email(wrong, "email", wanted.email);
  person.email_key = email_key_of(person.email);
  person.name = checked_name(wrong, "name", wanted.name);
  person.role = Role::operator_;
  person.language = checked_language(wrong, "language", wanted.language);
  person.time_zone = checked_time_zone(wrong, "time_zone", wanted.time_zone);
  person.created = person.last_seen = now;
  check_password(wrong, "password", wanted.password, person.email, person.name);
  return rows;
}

}  // namespace

Task<bool> is_set_up(People& people) {
  co_return co_await people.catalog.look(
      [](soci::session& session) { return has_operator(session); });
}

Task<Answer<Secret>> make_setup_link(People& people) {
  auto token = new_token(TokenKind::link);
  LinkRow link;
  link.id = people.ulids.next();
  link.kind = LinkKind::setup;
  link.role = Role::operator_;
  link.token_hash = token_hash(token.reveal());
  link.created = people.clock();
  link.ends = link.created + people.rules.setup_link;
  const bool made = co_await people.catalog.change([link](soci::session& session) {
    if (has_operator(session)) return false;
    remove_links_to(session, LinkKind::setup, "", "", "");
    add(session, link);
    return true;
  });
  if (!made) co_return refuse(Refusal::already_set_up);
  co_return token;
}

Task<Answer<SignedIn>> set_up(People& people, FirstVisit wanted, std::string peer) {
  const auto hash = token_hash(wanted.token.reveal());
  const auto now = people.clock();
  const auto refusal = co_await people.catalog.look(
      [hash, now](soci::session& session) { return why_not(session, hash, now); });
  if (refusal) co_return refuse(*refusal);
  FieldRefusals wrong;
  auto rows = rows_of(people, wanted, wrong);
  if (!wrong.empty()) co_return refuse(std::move(wrong));
  auto password_hash = co_await people.hasher.hash(wanted.password);
  if (!password_hash) co_return refuse(Refusal::busy);
  rows.person.password_hash = *std::move(password_hash);
  auto made = new_session(people, rows.person.id);
  const auto entry = audit_row(people, actor_as(rows.person, "link", std::move(peer)),
                               rows.customer.id, "installation.set_up", rows.person.id);
  const auto late = co_await people.catalog.change(
      [rows, hash, now, row = made.row, entry](soci::session& session) {
        auto why = why_not(session, hash, now);
        if (why) return why;
        use_link(session, setup_link(session, hash, now)->id, now);
        add(session, rows.customer);
        add(session, rows.person);
        add(session, row);
        add(session, entry);
        return why;
      });
  if (late) co_return refuse(*late);
  co_return SignedIn{.session = std::move(made.token),
                     .ends = made.row.ends,
                     .person = std::move(rows.person),
                     .customer = std::move(rows.customer)};
}

}  // namespace postferry::service

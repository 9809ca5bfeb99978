#include <optional>
#include <utility>

#include "service/invitations.hpp"
#include "service/person_fields.hpp"
#include "service/sign_in.hpp"
#include "service/token.hpp"
#include "storage/catalog/entry.hpp"
#include "storage/catalog/people.hpp"

namespace postferry::service {
namespace {

using storage::catalog::CustomerRow;
using storage::catalog::end_sessions_of;
using storage::catalog::link_by_hash;
using storage::catalog::LinkKind;
using storage::catalog::LinkRow;
using storage::catalog::person_by_email;
using storage::catalog::PersonRow;
using storage::catalog::PersonState;
using storage::catalog::Reach;
using storage::catalog::SessionRow;
using storage::catalog::use_link;

// A link that can be used now, and for whom.
struct OpenLink {
  LinkRow link;
  CustomerRow customer;
  PersonRow person;  // of a reset
};

std::optional<OpenLink> open_link(soci::session& session, const std::string& hash, Instant now) {
  auto link = link_by_hash(session, hash);
  if (!link || link->kind == LinkKind::setup || link->used != Instant{} || link->ends <= now)
    return std::nullopt;
  const auto reach = Reach::customer(link->customer);
  auto customer = find_customer(session, reach, link->customer);
  if (!customer) return std::nullopt;
  OpenLink open{.link = *std::move(link), .customer = *std::move(customer), .person = {}};
  if (open.link.kind != LinkKind::reset) return open;
  auto person = find_person(session, reach, open.link.person);
  if (!person || person->state != PersonState::active) return std::nullopt;
  open.person = *std::move(person);
  return open;
}

PersonRow invited_person(People& people, const OpenLink& open, const Acceptance& wanted,
                         FieldRefusals& wrong) {
  PersonRow person;
  person.id = people.ulids.next();
  person.customer = open.link.customer;
  person.email = open.link.email;
  person.email_key = email_key_of(person.email);
  person.name = checked_name(wrong, "name", wanted.name);
  person.role = open.link.role;
  person.domains = open.link.domains;
  person.language = checked_language(wrong, "language", wanted.language);
  person.time_zone = checked_time_zone(wrong, "time_zone", wanted.time_zone);
  person.created = people.clock();
  return person;
}

// What one acceptance writes, all of it or nothing.
struct Entry {
  std::string hash;
  Instant now{};
  PersonRow person;
  SessionRow row;
  storage::catalog::AuditRow audit;
  std::size_t most_people = 0;
};

std::optional<Refusal> enter(soci::session& session, Entry& entry) {
  const auto open = open_link(session, entry.hash, entry.now);
  if (!open) return Refusal::link_not_valid;
  if (open->link.kind == LinkKind::invitation) {
    if (person_by_email(session, entry.person.email_key)) return Refusal::email_taken;
    if (people(session, Reach::customer(entry.person.customer)).size() >= entry.most_people)
      return Refusal::too_many;
    add(session, entry.person);
  } else {
    // as the person is now, whatever changed since the link was looked at
    auto person = open->person;
    person.password_hash = entry.person.password_hash;
    person.last_seen = entry.now;
    entry.person = person;
    replace(session, Reach::customer(person.customer), person);
    end_sessions_of(session, person.id, "");
  }
  use_link(session, open->link.id, entry.now);
  add(session, entry.row);
  add(session, entry.audit);
  return std::nullopt;
}

}  // namespace

Task<Answer<LinkShown>> look_at_link(People& people, Secret token) {
  const auto hash = token_hash(token.reveal());
  const auto open =
      co_await people.catalog.look([hash, now = people.clock()](soci::session& session) {
        return open_link(session, hash, now);
      });
  if (!open) co_return refuse(Refusal::link_not_valid);
  co_return LinkShown{.kind = open->link.kind,
                      .email = open->link.email,
                      .customer_name = open->customer.name,
                      .role = open->link.role,
                      .ends = open->link.ends};
}

Task<Answer<SignedIn>> accept(People& people, Acceptance wanted, std::string peer) {
  Entry entry;
  entry.hash = token_hash(wanted.token.reveal());
  entry.now = people.clock();
  entry.most_people = people.rules.most_people;
  const auto open =
      co_await people.catalog.look([hash = entry.hash, now = entry.now](soci::session& session) {
        return open_link(session, hash, now);
      });
  if (!open) co_return refuse(Refusal::link_not_valid);
  FieldRefusals wrong;
  const bool is_new = open->link.kind == LinkKind::invitation;
  entry.person = is_new ? invited_person(people, *open, wanted, wrong) : open->person;
  check_password(wrong, "password", wanted.password, entry.person.email, entry.person.name);
  if (!wrong.empty()) co_return refuse(std::move(wrong));
  auto password_hash = co_await people.hasher.hash(wanted.password);
  if (!password_hash) co_return refuse(Refusal::busy);
  entry.person.password_hash = *std::move(password_hash);
  entry.person.last_seen = entry.now;
  auto made = new_session(people, entry.person.id);
  entry.row = made.row;
  entry.audit =
      audit_row(people, actor_as(entry.person, "link", std::move(peer)), entry.person.customer,
                is_new ? "person.joined" : "person.password_reset", entry.person.id);
  auto entered = co_await people.catalog.change([entry](soci::session& session) mutable {
    const auto refusal = enter(session, entry);
    return std::pair(refusal, entry.person);
  });
  if (entered.first) co_return refuse(*entered.first);
  co_return SignedIn{.session = std::move(made.token),
                     .ends = made.row.ends,
                     .person = std::move(entered.second),
                     .customer = open->customer};
}

}  // namespace postferry::service

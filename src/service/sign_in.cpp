#include "service/sign_in.hpp"

#include <algorithm>
#include <utility>

#include "service/person_fields.hpp"
#include "service/token.hpp"
#include "storage/catalog/entry.hpp"
#include "storage/catalog/people.hpp"

namespace postferry::service {
namespace {

using storage::catalog::end_session;
using storage::catalog::person_by_email;
using storage::catalog::PersonRow;
using storage::catalog::PersonState;
using storage::catalog::Reach;
using storage::catalog::remove_ended;
using storage::catalog::session_by_hash;
using storage::catalog::SessionRow;
using storage::catalog::set_last_seen;
using storage::catalog::token_by_hash;
using storage::catalog::use_session;
using storage::catalog::use_token;

// Being seen is written down at most so often.
constexpr auto seen_every = std::chrono::minutes(5);
constexpr auto kept_after_the_end = std::chrono::days(7);
constexpr std::size_t longest_email_bytes = 320;

// Who holds a token that is still good.
struct Holder {
  PersonRow person;
  Instant last_used{};
  Instant created{};
  std::string scope;  // of an API token
  std::string token;  // its id
};

std::optional<PersonRow> active_person(soci::session& session, const std::string& id) {
  auto person = find_person(session, Reach::everything(), id);
  if (!person || person->state != PersonState::active) return std::nullopt;
  return person;
}

std::optional<Holder> holder_of_session(soci::session& session, const std::string& hash,
                                        Instant now) {
  const auto row = session_by_hash(session, hash);
  if (!row || row->ends <= now) return std::nullopt;
  auto person = active_person(session, row->person);
  if (!person) return std::nullopt;
  return Holder{.person = *std::move(person),
                .last_used = row->last_used,
                .created = row->created,
                .scope = {},
                .token = {}};
}

std::optional<Holder> holder_of_token(soci::session& session, const std::string& hash,
                                      Instant now) {
  const auto row = token_by_hash(session, hash);
  if (!row || row->ends <= now) return std::nullopt;
  auto person = active_person(session, row->person);
  if (!person) return std::nullopt;
  return Holder{.person = *std::move(person),
                .last_used = row->last_used,
                .created = row->created,
                .scope = row->scope,
                .token = row->id};
}

// The person as they are now, if they still have the password that was matched.
std::optional<PersonRow> still(soci::session& session, const PersonRow& seen) {
  auto person = active_person(session, seen.id);
  if (!person || person->password_hash != seen.password_hash) return std::nullopt;
  return person;
}

std::unexpected<Refused> wrong_credentials(const Try& attempt) {
  return std::unexpected(Refused{.code = Refusal::wrong_credentials, .tries_left = attempt.left});
}

// Also for people who are not known: else the time it takes would tell who is.
Task<> note_refusal(People& people, std::optional<PersonRow> person, std::string peer) {
  const auto known = std::move(person).value_or(PersonRow{});
  auto entry = audit_row(people, acting_by("session", std::move(peer)), known.customer,
                         "session.refused", known.id);
  co_await people.catalog.note(
      [entry = std::move(entry)](soci::session& session) { add(session, entry); });
}

Task<Answer<SignedIn>> let_in(People& people, PersonRow seen, std::string new_hash,
                              std::string peer) {
  auto made = new_session(people, seen.id);
  const auto entry = audit_row(people, actor_as(seen, "session", std::move(peer)), seen.customer,
                               "session.begun", seen.id);
  auto work = [seen, row = made.row, new_hash = std::move(new_hash),
               entry](soci::session& session) -> std::optional<SignedIn> {
    auto person = still(session, seen);
    if (!person) return std::nullopt;
    person->last_seen = row.created;
    if (!new_hash.empty()) person->password_hash = new_hash;
    replace(session, Reach::customer(person->customer), *person);
    add(session, row);
    add(session, entry);
    auto customer = find_customer(session, Reach::customer(person->customer), person->customer);
    return SignedIn{.session = {},
                    .ends = row.ends,
                    .person = *std::move(person),
                    .customer = std::move(customer).value()};
  };
  auto signed_in = co_await people.catalog.change(std::move(work));
  if (!signed_in) co_return refuse(Refusal::wrong_credentials);
  signed_in->session = std::move(made.token);
  co_return *std::move(signed_in);
}

}  // namespace

NewSession new_session(const People& people, const std::string& person) {
  auto token = new_token(TokenKind::session);
  const auto now = people.clock();
  SessionRow row{.token_hash = token_hash(token.reveal()),
                 .person = person,
                 .created = now,
                 .last_used = now,
                 .ends = now + people.rules.session_idle};
  return {.token = std::move(token), .row = std::move(row)};
}

Task<Answer<SignedIn>> sign_in(People& people, std::string email, Secret password,
                               std::string peer) {
  FieldRefusals wrong;
  if (email.size() > longest_email_bytes) email.resize(longest_email_bytes);
  const auto key = email_key_of(checked_email(wrong, "email", email));
  const auto tried = key.empty() ? email : key;
  const auto attempt = people.lock_out.begin(tried, peer);
  if (!attempt.allowed)
    co_return std::unexpected(Refused{.code = Refusal::locked_out, .wait = attempt.wait});
  std::optional<PersonRow> person;
  if (!key.empty())
    person = co_await people.catalog.look(
        [key](soci::session& session) { return person_by_email(session, key); });
  const bool active = person && person->state == PersonState::active;
  const auto match =
      co_await people.hasher.match(password, active ? person->password_hash : std::string());
  if (!match) {
    people.lock_out.taken_back(tried, peer);
    co_return refuse(Refusal::busy);
  }
  if (!active || *match == PasswordMatch::no) {
    co_await note_refusal(people, std::move(person), std::move(peer));
    co_return wrong_credentials(attempt);
  }
  people.lock_out.succeeded(tried, peer);
  std::string new_hash;
  if (*match == PasswordMatch::yes_but_old)
    new_hash = (co_await people.hasher.hash(std::move(password))).value_or("");
  co_return co_await let_in(people, *std::move(person), std::move(new_hash), std::move(peer));
}

Task<> sign_out(People& people, Actor actor) {
  auto entry = audit_row(people, actor, actor.customer, "session.ended", actor.person);
  co_await people.catalog.change(
      [hash = actor.session_hash, entry = std::move(entry)](soci::session& session) {
        if (end_session(session, hash)) add(session, entry);
      });
}

Task<Answer<Actor>> actor_of_session(People& people, Secret session_token, std::string peer) {
  const auto hash = token_hash(session_token.reveal());
  const auto now = people.clock();
  const auto holder = co_await people.catalog.look(
      [hash, now](soci::session& session) { return holder_of_session(session, hash, now); });
  if (!holder) co_return refuse(Refusal::not_signed_in);
  if (now - holder->last_used >= seen_every) {
    const auto ends =
        std::min(now + people.rules.session_idle, holder->created + people.rules.session_longest);
    co_await people.catalog.note(
        [hash, now, ends, person = holder->person.id](soci::session& session) {
          use_session(session, hash, now, ends);
          set_last_seen(session, person, now);
        });
  }
  auto actor = actor_as(holder->person, "session", std::move(peer));
  actor.session_hash = hash;
  co_return actor;
}

Task<Answer<Actor>> actor_of_token(People& people, Secret token, std::string peer) {
  if (!is_api_token(token.reveal())) co_return refuse(Refusal::not_signed_in);
  const auto hash = token_hash(token.reveal());
  const auto now = people.clock();
  const auto holder = co_await people.catalog.look(
      [hash, now](soci::session& session) { return holder_of_token(session, hash, now); });
  const auto scope = holder ? permissions_of_scope(holder->scope) : std::nullopt;
  if (!scope) co_return refuse(Refusal::not_signed_in);
  if (now - holder->last_used >= seen_every)
    co_await people.catalog.note(
        [id = holder->token, now](soci::session& session) { use_token(session, id, now); });
  auto actor = actor_as(holder->person, "token", std::move(peer));
  actor.permissions = actor.permissions.common_with(*scope);
  co_return actor;
}

Task<Answer<Profile>> profile_of(People& people, Actor actor) {
  const auto reach = own_reach_of(actor);
  co_return co_await people.catalog.look([actor, reach](soci::session& session) -> Answer<Profile> {
    auto person = find_person(session, reach, actor.person);
    auto customer = find_customer(session, reach, actor.customer);
    if (!person || !customer) return refuse(Refusal::not_signed_in);
    return Profile{.person = *std::move(person), .customer = *std::move(customer)};
  });
}

Task<> tidy_entries(People& people) {
  const auto before = people.clock() - kept_after_the_end;
  co_await people.catalog.note([before](soci::session& session) { remove_ended(session, before); });
}

}  // namespace postferry::service

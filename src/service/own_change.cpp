#include <utility>

#include "service/person_fields.hpp"
#include "service/persons.hpp"
#include "storage/catalog/entry.hpp"
#include "storage/catalog/people.hpp"

namespace postferry::service {
namespace {

using storage::catalog::end_sessions_of;
using storage::catalog::PersonRow;

// Applies what is asked for to the row; what is not asked for stays.
void apply(const OwnChange& change, PersonRow& person, FieldRefusals& wrong) {
  if (change.name) person.name = checked_name(wrong, "name", *change.name);
  if (change.language) person.language = checked_language(wrong, "language", *change.language);
  if (change.time_zone) person.time_zone = checked_time_zone(wrong, "time_zone", *change.time_zone);
  if (!change.new_password.empty())
    check_password(wrong, "new_password", change.new_password, person.email, person.name);
}

std::unexpected<Refused> wrong_old_password(const Try& attempt) {
  return std::unexpected(
      Refused{.code = Refusal::old_password_wrong,
              .fields = {{.field = "old_password",
                          .code = "old_password_wrong",
                          .text = std::string(refusal_sentence(Refusal::old_password_wrong))}},
              .tries_left = attempt.left});
}

// The hash of the new password. A stolen session does not guess the old one: tries are counted.
Task<Answer<std::string>> new_hash(People& people, const Actor& actor, PersonRow person,
                                   OwnChange change) {
  const auto attempt = people.lock_out.begin(person.email_key, actor.peer);
  if (!attempt.allowed)
    co_return std::unexpected(Refused{.code = Refusal::locked_out, .wait = attempt.wait});
  const auto match = co_await people.hasher.match(change.old_password, person.password_hash);
  if (!match) {
    people.lock_out.taken_back(person.email_key, actor.peer);
    co_return refuse(Refusal::busy);
  }
  if (*match == PasswordMatch::no) co_return wrong_old_password(attempt);
  people.lock_out.succeeded(person.email_key, actor.peer);
  auto hash = co_await people.hasher.hash(change.new_password);
  if (!hash) co_return refuse(Refusal::busy);
  co_return *std::move(hash);
}

}  // namespace

Task<Answer<PersonRow>> change_own(People& people, Actor actor, OwnChange change) {
  if (actor.session_hash.empty()) co_return refuse(Refusal::session_needed);
  const auto reach = own_reach_of(actor);
  const auto seen =
      co_await people.catalog.look([reach, id = actor.person](soci::session& session) {
        return find_person(session, reach, id);
      });
  if (!seen) co_return refuse(Refusal::not_signed_in);
  auto person = *seen;
  FieldRefusals wrong;
  apply(change, person, wrong);
  if (!wrong.empty()) co_return refuse(std::move(wrong));
  const bool is_new_password = !change.new_password.empty();
  if (is_new_password) {
    auto hash = co_await new_hash(people, actor, *seen, std::move(change));
    if (!hash) co_return std::unexpected(hash.error());
    person.password_hash = *std::move(hash);
  }
  const auto entry =
      audit_row(people, actor, actor.customer,
                is_new_password ? "person.password_changed" : "person.changed", actor.person);
  auto work = [reach, person, seen = *seen, entry, is_new_password,
               hash = actor.session_hash](soci::session& session) -> Answer<PersonRow> {
    auto present = find_person(session, reach, person.id);
    if (!present || present->password_hash != seen.password_hash)
      return refuse(Refusal::not_signed_in);
    present->name = person.name;
    present->language = person.language;
    present->time_zone = person.time_zone;
    present->password_hash = person.password_hash;
    replace(session, reach, *present);
    if (is_new_password) end_sessions_of(session, person.id, hash);
    add(session, entry);
    return *std::move(present);
  };
  co_return co_await people.catalog.change(std::move(work));
}

}  // namespace postferry::service

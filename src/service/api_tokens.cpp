#include "service/api_tokens.hpp"

#include <fmt/format.h>
#include <utility>

#include "service/person_fields.hpp"
#include "service/token.hpp"
#include "storage/catalog/entry.hpp"

namespace postferry::service {
namespace {

using storage::catalog::Reach;
using storage::catalog::TokenRow;

TokenRow checked_token(const People& people, const NewToken& wanted, FieldRefusals& wrong) {
  TokenRow row;
  row.name = checked_name(wrong, "name", wanted.name);
  row.scope = wanted.scope;
  row.created = people.clock();
  row.ends = wanted.ends;
  if (!permissions_of_scope(wanted.scope))
    wrong.push_back({.field = "scope", .code = "unknown_scope", .text = "Choose what it may do."});
  if (row.ends <= row.created)
    wrong.push_back({.field = "ends", .code = "time_past", .text = "This has passed already."});
  else if (row.ends - row.created > people.rules.longest_token)
    wrong.push_back(
        {.field = "ends",
         .code = "too_late",
         .text = fmt::format(
             "A token lasts {} days at most.",
             std::chrono::floor<std::chrono::days>(people.rules.longest_token).count())});
  return row;
}

}  // namespace

Task<Answer<MadeToken>> make_token(People& people, Actor actor, NewToken wanted) {
  if (!actor.may(Permission::manage_tokens)) co_return refuse(Refusal::not_allowed);
  FieldRefusals wrong;
  auto row = checked_token(people, wanted, wrong);
  if (!wrong.empty()) co_return refuse(std::move(wrong));
  auto token = new_token(TokenKind::api);
  row.id = people.ulids.next();
  row.customer = actor.customer;
  row.person = actor.person;
  row.token_hash = token_hash(token.reveal());
  const auto entry =
      audit_row(people, actor, actor.customer, "token.made", row.id, row.name + ", " + row.scope);
  const bool added = co_await people.catalog.change(
      [row, entry, most = people.rules.most_tokens](soci::session& session) {
        if (tokens(session, Reach::customer(row.customer)).size() >= most) return false;
        add(session, row);
        add(session, entry);
        return true;
      });
  if (!added) co_return refuse(Refusal::too_many);
  co_return MadeToken{.row = std::move(row), .token = std::move(token)};
}

Task<Answer<std::vector<TokenRow>>> tokens(People& people, Actor actor) {
  if (!actor.may(Permission::manage_tokens)) co_return refuse(Refusal::not_allowed);
  co_return co_await people.catalog.look(
      [reach = Reach::customer(actor.customer)](soci::session& session) {
        return tokens(session, reach);
      });
}

Task<Answer<void>> revoke_token(People& people, Actor actor, std::string id) {
  if (!actor.may(Permission::manage_tokens)) co_return refuse(Refusal::not_allowed);
  if (!is_ulid(id)) co_return refuse(Refusal::not_found);
  const auto entry = audit_row(people, actor, actor.customer, "token.revoked", id);
  const bool removed = co_await people.catalog.change(
      [id, entry, reach = Reach::customer(actor.customer)](soci::session& session) {
        if (!remove_token(session, reach, id)) return false;
        add(session, entry);
        return true;
      });
  if (!removed) co_return refuse(Refusal::not_found);
  co_return Answer<void>();
}

}  // namespace postferry::service

#include "service/planned_row.hpp"

#include <utility>

#include "service/shared_doors.hpp"
#include "service/stored_choices.hpp"
#include "service/timetable.hpp"
#include "text/unicode.hpp"

namespace postferry::service {
namespace {

using storage::catalog::AccountRow;

AccountRow account_row(const DraftAccount& draft, const AccountUrl& account) {
  return {.type = std::string(account_type_id(draft.type)),
          .email = draft.email.empty() ? account.name() : draft.email,
          .domain = domain_of(draft.email.empty() ? account.name() : draft.email),
          .user = account.user,
          .url = url_text(account),
          .host = host_of(account),
          .key = {}};
}

AccountUrl on_own_server(AccountUrl server, const DraftAccount& draft) {
  server.side = Side::target;
  server.user = draft.user;
  return server;
}

void set_second_run(MigrationRow& row, const SecondRun& second) {
  if (const auto* at = std::get_if<Instant>(&second)) row.second_at = *at;
  if (const auto* after = std::get_if<std::chrono::hours>(&second))
    row.second_after_seconds = std::chrono::seconds(*after).count();
}

}  // namespace

std::string domain_of(std::string_view address) {
  const auto at = address.rfind('@');
  return at == address.npos ? "" : text::folded(address.substr(at + 1));
}

MigrationRow planned_row(std::string id, std::string customer, std::string person,
                         const Draft& draft, const std::optional<AccountUrl>& own_server,
                         Instant now) {
  const auto source = account_url(draft.source, Side::source);
  const bool own = draft.target_kind == TargetKind::own && own_server;
  const auto target =
      own ? on_own_server(*own_server, draft.target) : account_url(draft.target, Side::target);
  const auto [from, to] = named_accounts(source, target);
  MigrationRow row;
  row.id = std::move(id);
  row.customer = std::move(customer);
  row.created_by = std::move(person);
  row.line = static_cast<std::int64_t>(draft.line);
  row.source = account_row(draft.source, source);
  row.target = account_row(draft.target, target);
  row.source.key = from.key;
  row.target.key = to.key;
  row.own_server = own ? 1 : 0;
  row.options = stored(draft.choices);
  row.words = text::folded(row.source.email + " " + row.source.user + " " + row.source.host + " " +
                           row.target.email + " " + row.target.user + " " + row.target.host);
  if (draft.timing.first_run_at) row.first_at = *draft.timing.first_run_at;
  if (draft.timing.second_run) set_second_run(row, *draft.timing.second_run);
  row.further_runs = draft.timing.further_runs;
  accept(row, now);
  return row;
}

}  // namespace postferry::service

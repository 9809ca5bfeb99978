#include "service/plan_step.hpp"

#include <utility>

#include "service/notices/happenings.hpp"
#include "storage/catalog/secrets.hpp"

namespace postferry::service {

PlanRefusal refused_as(Refusal code, std::optional<Objection> objection) {
  return {.refused = Refused{.code = code}, .objection = objection};
}

std::unexpected<PlanRefusal> decline(Refusal code, std::optional<Objection> objection) {
  return std::unexpected(refused_as(code, objection));
}

PlanStep step_of(PlanDesk& desk, const Actor& actor, std::string id, std::string action) {
  auto audit = audit_row(desk.people, actor, actor.customer, std::move(action), id);
  return {.reach = reach_of(actor), .id = std::move(id), .audit = std::move(audit)};
}

PlanAnswer take(soci::session& session, PlanStep& step, const RowChange& change, Instant now) {
  auto row = find_migration(session, step.reach, step.id);
  if (!row) return decline(Refusal::not_found);
  if (step.version && *step.version != row->version) return decline(Refusal::changed_meanwhile);
  const auto before = *row;
  if (const Done done = change(session, *row); !done)
    return decline(Refusal::not_now, done.error());
  replace(session, *row);
  put_down_notices(session, before, *row, now);
  step.audit.customer = row->customer;
  step.audit.detail = row->source.email + " to " + row->target.email;
  add(session, step.audit);
  return *std::move(row);
}

Task<PlanAnswer> take(PlanDesk& desk, PlanStep step, RowChange change) {
  auto answer = co_await desk.catalog().change(
      [step = std::move(step), change = std::move(change), now = desk.people.clock()](
          soci::session& session) mutable { return take(session, step, change, now); });
  if (!answer) co_return answer;
  tell_changed(desk, *answer);
  desk.wake();
  co_return answer;
}

void keep_passwords_as_planned(soci::session& session, MigrationRow& row) {
  if (is_over(row.state)) {
    row.passwords_until = {};
    wipe_secrets(session, storage::catalog::Reach::everything(), row.id);
  } else if (row.passwords_until != Instant{}) {
    storage::catalog::set_wipe_after(session, row.id, row.passwords_until);
  }
}

void tell_changed(PlanDesk& desk, const MigrationRow& row) {
  desk.news.tell(NewsOf::migration, row.customer, row.id);
  if (!row.batch.empty()) desk.news.tell(NewsOf::batch, row.customer, row.batch);
}

}  // namespace postferry::service

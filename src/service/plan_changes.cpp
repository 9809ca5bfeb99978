#include <utility>

#include "service/kept_secrets.hpp"
#include "service/notices/happenings.hpp"
#include "service/plans.hpp"
#include "storage/catalog/audit.hpp"
#include "storage/catalog/leftovers.hpp"

namespace postferry::service {
namespace {

using storage::catalog::AuditRow;
using storage::catalog::Reach;
using storage::catalog::SecretRow;
using storage::catalog::set_wipe_after;

PlanRefusal refused_as(Refusal code, std::optional<Objection> objection = std::nullopt) {
  return {.refused = Refused{.code = code}, .objection = objection};
}
std::unexpected<PlanRefusal> decline(Refusal code,
                                     std::optional<Objection> objection = std::nullopt) {
  return std::unexpected(refused_as(code, objection));
}

struct Request {
  Reach reach;
  std::string id;
  AuditRow audit;
  std::optional<std::int64_t> version = std::nullopt;
};

Request request_of(PlanDesk& desk, const Actor& actor, std::string id, std::string action) {
  auto audit = audit_row(desk.people, actor, actor.customer, std::move(action), id);
  return {.reach = reach_of(actor), .id = std::move(id), .audit = std::move(audit)};
}

// Reads the row, lets `change(session, row)` change it, and stores it with its entry in the audit
// log, as one transaction.
template <class Change>
Task<PlanAnswer> changed(PlanDesk& desk, Request request, Change change) {
  auto answer = co_await desk.catalog().change(
      [request = std::move(request), change = std::move(change),
       now = desk.people.clock()](soci::session& session) mutable -> PlanAnswer {
        auto row = find_migration(session, request.reach, request.id);
        if (!row) return decline(Refusal::not_found);
        if (request.version && *request.version != row->version)
          return decline(Refusal::changed_meanwhile);
        const auto before = *row;
        if (const Done done = change(session, *row); !done)
          return decline(Refusal::not_now, done.error());
        replace(session, *row);
        put_down_notices(session, before, *row, now);
        request.audit.customer = row->customer;
        request.audit.detail = row->source.email + " to " + row->target.email;
        add(session, request.audit);
        return *std::move(row);
      });
  if (!answer) co_return answer;
  desk.news.tell(NewsOf::migration, answer->customer, answer->id);
  if (!answer->batch.empty()) desk.news.tell(NewsOf::batch, answer->customer, answer->batch);
  desk.wake();
  co_return answer;
}

struct ActionEntry {
  const char* name;
  Permission needs;
};
ActionEntry entry_of(PlanAction action) {
  switch (action) {
    case PlanAction::pause:
      return {"migration.paused", Permission::run};
    case PlanAction::resume:
      return {"migration.resumed", Permission::run};
    case PlanAction::run_again:
      return {"migration.run_again", Permission::run};
    case PlanAction::cancel:
      break;
  }
  return {"migration.cancelled", Permission::plan};
}

Done acted(MigrationRow& row, PlanAction action, Instant at, Instant now) {
  switch (action) {
    case PlanAction::pause:
      return pause(row, now);
    case PlanAction::resume:
      return resume(row, now);
    case PlanAction::run_again:
      return run_again(row, at, now);
    case PlanAction::cancel:
      break;
  }
  return cancel(row, now);
}

std::vector<SecretRow> sealed_anew(const storage::Vault& vault, const MigrationRow& row,
                                   const std::optional<Secret>& source,
                                   const std::optional<Secret>& target, Instant now) {
  std::vector<SecretRow> rows;
  const auto add = [&](const char* side, const Secret& password) {
    rows.push_back(
        sealed_row(vault, {row.id, side, row.customer, now + passwords_kept}, password, now));
  };
  if (source) add("source", *source);
  if (target && row.own_server == 0) add("target", *target);
  return rows;
}

// They go with the last planned run, and later when the start was put off.
void keep_passwords_as_planned(soci::session& session, MigrationRow& row) {
  if (is_over(row.state)) {
    row.passwords_until = {};
    wipe_secrets(session, Reach::everything(), row.id);
  } else if (row.passwords_until != Instant{}) {
    set_wipe_after(session, row.id, row.passwords_until);
  }
}

bool has_all_passwords(soci::session& session, const MigrationRow& row) {
  const auto has = [&](const char* side) {
    return find_secret(session, Reach::everything(), row.id, side).has_value();
  };
  return has("source") && (row.own_server != 0 || has("target"));
}

}  // namespace

Task<PlanAnswer> act(PlanDesk& desk, Actor actor, std::string id, PlanAction action, Instant at) {
  const auto [name, needs] = entry_of(action);
  if (!actor.may(needs)) co_return decline(Refusal::not_allowed);
  auto answer = co_await changed(
      desk, request_of(desk, actor, std::move(id), name),
      [action, at, now = desk.people.clock()](soci::session& session, MigrationRow& row) {
        const auto done = acted(row, action, at, now);
        if (done) keep_passwords_as_planned(session, row);
        return done;
      });
  if (answer && (action == PlanAction::pause || action == PlanAction::cancel))
    desk.stop_run(answer->id);
  co_return answer;
}

Task<PlanAnswer> change_times(PlanDesk& desk, Actor actor, std::string id, Times times,
                              std::optional<std::int64_t> version) {
  if (!actor.may(Permission::plan)) co_return decline(Refusal::not_allowed);
  auto request = request_of(desk, actor, std::move(id), "migration.times_changed");
  request.version = version;
  co_return co_await changed(
      desk, std::move(request),
      [times, now = desk.people.clock()](soci::session& session, MigrationRow& row) {
        const auto done = service::change_times(row, times, now);
        if (done) keep_passwords_as_planned(session, row);
        return done;
      });
}

Task<PlanAnswer> enter_passwords(PlanDesk& desk, Actor actor, std::string id,
                                 std::optional<Secret> source, std::optional<Secret> target) {
  if (!actor.may(Permission::plan)) co_return decline(Refusal::not_allowed);
  co_return co_await changed(
      desk, request_of(desk, actor, std::move(id), "migration.passwords_entered"),
      [&vault = desk.vault, source = std::move(source), target = std::move(target),
       now = desk.people.clock()](soci::session& session, MigrationRow& row) -> Done {
        for (const auto& secret : sealed_anew(vault, row, source, target, now))
          put_secret(session, secret);
        if (has_all_passwords(session, row)) row.passwords_until = now + passwords_kept;
        const bool went_wrong_for_them =
            row.state == MigrationState::failed &&
            (row.reason == "wrong_password" || row.reason == "app_password_needed" ||
             row.reason == "login_refused");
        return went_wrong_for_them ? resume(row, now) : Done{};
      });
}

Task<std::optional<PlanRefusal>> remove_plan(PlanDesk& desk, Actor actor, std::string id) {
  if (!actor.may(Permission::delete_finished)) co_return refused_as(Refusal::not_allowed);
  auto request = request_of(desk, actor, std::move(id), "migration.removed");
  const auto customer = actor.customer;
  co_return co_await desk.catalog().change(
      [request = std::move(request),
       now = desk.people.clock()](soci::session& session) mutable -> std::optional<PlanRefusal> {
        const auto row = find_migration(session, request.reach, request.id);
        if (!row) return refused_as(Refusal::not_found);
        if (!is_over(row->state)) return refused_as(Refusal::not_now, Objection::is_under_way);
        storage::catalog::erase(session, *row, now);
        request.audit.customer = row->customer;
        add(session, request.audit);
        return std::nullopt;
      });
}

}  // namespace postferry::service

#include <utility>

#include "service/kept_secrets.hpp"
#include "service/plan_step.hpp"
#include "service/plans.hpp"
#include "service/stored_choices.hpp"
#include "storage/catalog/leftovers.hpp"

namespace postferry::service {
namespace {

using storage::catalog::Reach;
using storage::catalog::SecretRow;

// The second run of the row as it is.
Times times_of(const MigrationRow& row) {
  return {.second_at = row.second_at,
          .second_after = std::chrono::seconds(row.second_after_seconds)};
}

Times changed_times(const MigrationRow& row, const PlanChange& change) {
  auto times = times_of(row);
  times.first_at = change.first_at;
  if (!change.second) return times;
  times.second_at = {};
  times.second_after = {};
  if (!*change.second) return times;
  if (const auto* at = std::get_if<Instant>(&**change.second)) times.second_at = *at;
  if (const auto* after = std::get_if<std::chrono::hours>(&**change.second))
    times.second_after = *after;
  return times;
}

Done take_change(MigrationRow& row, const PlanChange& change, Instant now) {
  if (change.first_at || change.second)
    if (auto done = change_times(row, changed_times(row, change), now); !done) return done;
  if (change.further_runs) row.further_runs = *change.further_runs;
  if (change.options) row.options = stored(*change.options);
  return {};
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

bool has_all_passwords(soci::session& session, const MigrationRow& row) {
  const auto has = [&](const char* side) {
    return find_secret(session, Reach::everything(), row.id, side).has_value();
  };
  return has("source") && (row.own_server != 0 || has("target"));
}

}  // namespace

Task<PlanAnswer> change_plan(PlanDesk& desk, Actor actor, std::string id, PlanChange change,
                             std::optional<std::int64_t> version) {
  if (!actor.may(Permission::plan)) co_return decline(Refusal::not_allowed);
  auto step = step_of(desk, actor, std::move(id), "migration.changed");
  step.version = version;
  co_return co_await take(desk, std::move(step),
                          [change = std::move(change), now = desk.people.clock()](
                              soci::session& session, MigrationRow& row) {
                            auto done = take_change(row, change, now);
                            if (done) keep_passwords_as_planned(session, row);
                            return done;
                          });
}

Task<PlanAnswer> enter_passwords(PlanDesk& desk, Actor actor, std::string id,
                                 std::optional<Secret> source, std::optional<Secret> target) {
  if (!actor.may(Permission::plan)) co_return decline(Refusal::not_allowed);
  co_return co_await take(
      desk, step_of(desk, actor, std::move(id), "migration.passwords_entered"),
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
  auto step = step_of(desk, actor, std::move(id), "migration.removed");
  co_return co_await desk.catalog().change(
      [step = std::move(step),
       now = desk.people.clock()](soci::session& session) mutable -> std::optional<PlanRefusal> {
        const auto row = find_migration(session, step.reach, step.id);
        if (!row) return refused_as(Refusal::not_found);
        if (!is_over(row->state)) return refused_as(Refusal::not_now, Objection::is_under_way);
        storage::catalog::erase(session, *row, now);
        step.audit.customer = row->customer;
        add(session, step.audit);
        return std::nullopt;
      });
}

}  // namespace postferry::service

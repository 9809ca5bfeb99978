// POST /migrations: one migration is planned, once its credentials were let in on both sides.
// PATCH and DELETE /migrations/{id}: its times and options change, and it is removed when it is
// over.
#include <algorithm>
#include <memory>
#include <utility>

#include "api/body_fields.hpp"
#include "api/caller.hpp"
#include "api/checked_drafts.hpp"
#include "api/door.hpp"
#include "api/draft_json.hpp"
#include "api/idempotency.hpp"
#include "api/json_body.hpp"
#include "api/migration_json.hpp"
#include "api/migrations.hpp"
#include "api/options_json.hpp"
#include "api/plan_problems.hpp"
#include "api/preconditions.hpp"
#include "api/refusals.hpp"
#include "api/responses.hpp"
#include "api/timing_json.hpp"

namespace postferry::api {
namespace {

using service::Draft;
using service::DraftAccount;
using storage::catalog::MigrationRow;

bool is_same_account(const DraftAccount& left, const DraftAccount& right) {
  return left.user == right.user && left.server.host == right.server.host &&
         left.server.port == right.server.port && left.server.security == right.server.security &&
         left.master == right.master && left.password.reveal() == right.password.reveal();
}

// On the operator's own server, where a password may or may not be needed.
bool is_same_user_there(const DraftAccount& checked, const DraftAccount& asked) {
  return checked.user == asked.user && (asked.password.empty() || checked.password.empty() ||
                                        checked.password.reveal() == asked.password.reveal());
}

// The one draft of the check, with the options and times that the body has now.
void bring_up_to_date(CheckedDrafts& checked, const Draft& asked) {
  require_good(checked);
  auto& drafts = checked.drafts();
  const auto is_same = [&asked](const Draft& draft) {
    const bool own = asked.target_kind == service::TargetKind::own;
    return is_same_account(draft.source, asked.source) &&
           (own ? is_same_user_there(draft.target, asked.target)
                : is_same_account(draft.target, asked.target));
  };
  const auto draft = std::ranges::find_if(drafts, is_same);
  if (draft == drafts.end())
    throw Declined({.status = 422,
                    .code = "check_of_others",
                    .detail = "Other accounts were checked than these.",
                    .hint = "Check the credentials again."});
  draft->choices = asked.choices;
  draft->timing = asked.timing;
  if (draft != drafts.begin()) std::iter_swap(draft, drafts.begin());
}

struct Asked {
  ReadDraft read;
  std::string check_id;
};

Asked asked_in(const Planning& planning, const Call& call) {
  BodyFields fields(json_body(call.request));
  Asked asked{.read = draft_in(fields, {.timing = timing_limits(planning.settings),
                                        .now = planning.desk.people.clock()}),
              .check_id = fields.optional_text("check_id").value_or("")};
  if (const auto check = fields.optional_text("check"); check && *check != "required")
    fields.complain("check", "bad_option", "Only required is possible.");
  fields.done();
  return asked;
}

text::json::Object planned_json(const Showing& with, const MigrationRow& row, const Names& names,
                                const std::vector<FieldProblem>& warnings) {
  auto body = migration_json(with, row, names);
  body["warnings"] = warnings_json(warnings);
  return body;
}

Task<net::HttpResponse> plan_checked(Planning& planning, service::Actor actor,
                                     CheckedDrafts checked, std::vector<FieldProblem> warnings,
                                     KeepAnswer keep) {
  const auto answer_of = [with = showing(planning), names = Names{{actor.person, actor.name}},
                          warnings = std::move(warnings)](const MigrationRow& row) {
    return KeptAnswer{.status = 201,
                      .location = "/api/v1/migrations/" + row.id,
                      .etag = etag_of(row),
                      .body = text::json::serialize(planned_json(with, row, names, warnings))};
  };
  std::vector<Draft> drafts{checked.drafts().front()};
  const auto planned = granted(co_await service::plan(
      planning.desk, std::move(actor), std::move(drafts), std::nullopt,
      service::plan_rules(planning.settings),
      [answer_of, keep = std::move(keep)](soci::session& session, const service::Planned& plan) {
        keep(session, answer_of(plan.rows.front()));
      }));
  checked.accepted();
  co_return response_of(answer_of(planned.rows.front()));
}

Task<net::HttpResponse> plan_migration(Planning& planning, Call call, KeepAnswer keep) {
  auto asked = asked_in(planning, call);
  const auto actor = actor_of(call);
  if (!asked.check_id.empty()) {
    auto checked = take_checked(planning, actor, asked.check_id);
    bring_up_to_date(checked, asked.read.draft);
    co_return co_await plan_checked(planning, actor, std::move(checked),
                                    std::move(asked.read.warnings), std::move(keep));
  }
  auto checked = co_await check_now(planning, actor, {std::move(asked.read.draft)});
  require_good(checked);
  co_return co_await plan_checked(planning, actor, std::move(checked),
                                  std::move(asked.read.warnings), std::move(keep));
}

struct AskedChange {
  service::PlanChange change;
  std::vector<FieldProblem> warnings;
};

// How the times stand to each other when both are as they will be.
service::Timing timing_with(const MigrationRow& row, const service::PlanChange& change,
                            Instant now) {
  service::Timing timing;
  timing.first_run_at = change.first_at.value_or(std::max(row.first_at, now));
  timing.second_run =
      change.second ? *change.second : second_run_of(row.second_at, row.second_after_seconds);
  return timing;
}

AskedChange change_in(const Planning& planning, const MigrationRow& row, const Call& call) {
  const auto now = planning.desk.people.clock();
  BodyFields fields(json_body(call.request));
  AskedChange asked;
  auto& change = asked.change;
  const auto timing = timing_in(fields);
  if (fields.has("first_run_at")) change.first_at = timing.first_run_at.value_or(now);
  if (fields.has("second_run")) change.second = timing.second_run;
  if (fields.has("further_runs")) change.further_runs = timing.further_runs;
  if (auto options = fields.optional_object("options")) change.options = options_in(*options);
  if (change.first_at || change.second)
    asked.warnings =
        doubts_about(fields, timing_with(row, change, now), timing_limits(planning.settings), now);
  fields.done();
  return asked;
}

Task<net::HttpResponse> change_migration(Planning& planning, Call call) {
  const auto row = co_await migration_at(planning, call);
  require_match(call.request, etag_of(row));
  auto asked = change_in(planning, row, call);
  auto changed = granted(co_await service::change_plan(planning.desk, actor_of(call), row.id,
                                                       std::move(asked.change), row.version));
  const auto names = co_await planning.desk.catalog().look(
      [reach = service::reach_of(actor_of(call)), who = changed.created_by](
          soci::session& session) { return creators_of(session, reach, {who}); });
  auto response = json_response(planned_json(showing(planning), changed, names, asked.warnings));
  response.headers.add("ETag", etag_of(changed));
  co_return response;
}

Task<net::HttpResponse> delete_migration(Planning& planning, Call call) {
  const auto row = co_await migration_at(planning, call);
  if (call.request.headers.has("If-Match")) require_match(call.request, etag_of(row));
  if (const auto refusal = co_await service::remove_plan(planning.desk, actor_of(call), row.id))
    throw Declined(problem_of(*refusal));
  planning.desk.news.tell(service::NewsOf::gone, row.customer, row.id);
  co_return nothing();
}

}  // namespace

void add_migration_plans(Router& router, Planning& planning) {
  const auto once = std::make_shared<AnsweredOnce>(planning);
  const auto rules = needs(service::Permission::plan);
  auto migrations = router.below("/api/v1/migrations");
  migrations.post("", rules, [&planning, once](Call call) {
    return once->answer(std::move(call), [&planning](Call inner, KeepAnswer keep) {
      return plan_migration(planning, std::move(inner), std::move(keep));
    });
  });
  migrations.patch("/{id}", rules,
                   [&](Call call) { return change_migration(planning, std::move(call)); });
  migrations.remove("/{id}", needs(service::Permission::delete_finished),
                    [&](Call call) { return delete_migration(planning, std::move(call)); });
}

}  // namespace postferry::api

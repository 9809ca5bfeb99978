#include "service/plans.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "service/kept_secrets.hpp"
#include "service/planned_row.hpp"
#include "storage/catalog/audit.hpp"

namespace postferry::service {
namespace {

using storage::catalog::AuditRow;
using storage::catalog::BatchRow;
using storage::catalog::CreditMode;
using storage::catalog::CreditUseRow;
using storage::catalog::SecretRow;

// What one acceptance writes, all of it or nothing.
struct Acceptance {
  Planned planned;
  std::vector<SecretRow> secrets;
  CreditUseRow use;
  AuditRow audit;
  PlanRules rules;
};

std::optional<Refused> refusal_of(const Actor& actor, const std::vector<Draft>& drafts,
                                  const std::optional<NewBatch>& batch, const PlanRules& rules) {
  if (!actor.may(Permission::plan)) return Refused{.code = Refusal::not_allowed};
  std::vector<FieldRefusal> fields;
  if (drafts.empty()) fields.push_back({"drafts", "missing", "There is nothing to plan."});
  if (!batch && drafts.size() > 1)
    fields.push_back({"drafts", "too_many", "Several migrations at once are a batch."});
  for (const auto& draft : drafts)
    if (draft.target_kind == TargetKind::own && !rules.own_server)
      fields.push_back({fmt::format("drafts.{}.target", draft.line), "no_own_server",
                        "The operator has named no server of his own. Choose another target."});
  if (!fields.empty()) return Refused{.code = Refusal::fields_invalid, .fields = std::move(fields)};
  if (batch && drafts.size() > rules.rows_of_a_batch) return Refused{.code = Refusal::too_many};
  return std::nullopt;
}

// Of a manager: whether all are in his domains.
bool is_within(const Actor& actor, const std::vector<MigrationRow>& rows) {
  if (actor.domains.empty()) return true;
  const auto knows = [&actor](const std::string& domain) {
    return std::ranges::find(actor.domains, domain) != actor.domains.end();
  };
  return std::ranges::all_of(rows, [&knows](const MigrationRow& row) {
    return knows(row.source.domain) || knows(row.target.domain);
  });
}

void seal(const storage::Vault& vault, const MigrationRow& row, const Draft& draft, Instant now,
          std::vector<SecretRow>& secrets) {
  const auto add = [&](const char* side, const Secret& password) {
    secrets.push_back(
        sealed_row(vault, {row.id, side, row.customer, row.passwords_until}, password, now));
  };
  add("source", draft.source.password);
  if (row.own_server == 0) add("target", draft.target.password);
}

std::optional<BatchRow> batch_row(PlanDesk& desk, const Actor& actor, const NewBatch& wanted,
                                  const Timing& timing, Instant now) {
  BatchRow batch;
  batch.id = desk.people.ulids.next();
  batch.customer = actor.customer;
  batch.name = wanted.name;
  batch.format = wanted.format;
  batch.created_by = actor.person;
  batch.created = now;
  if (timing.first_run_at) batch.first_at = *timing.first_run_at;
  if (!timing.second_run) return batch;
  if (const auto* at = std::get_if<Instant>(&*timing.second_run)) batch.second_at = *at;
  if (const auto* after = std::get_if<std::chrono::hours>(&*timing.second_run))
    batch.second_after_seconds = std::chrono::seconds(*after).count();
  return batch;
}

Acceptance acceptance_of(PlanDesk& desk, const Actor& actor, const std::vector<Draft>& drafts,
                         const std::optional<NewBatch>& batch, PlanRules rules) {
  const auto now = desk.people.clock();
  Acceptance acceptance;
  auto& planned = acceptance.planned;
  if (batch) planned.batch = batch_row(desk, actor, *batch, drafts.front().timing, now);
  for (const auto& draft : drafts) {
    auto row = planned_row(desk.people.ulids.next(), actor.customer, actor.person, draft,
                           rules.own_server, now);
    if (planned.batch) row.batch = planned.batch->id;
    seal(desk.vault, row, draft, now, acceptance.secrets);
    planned.rows.push_back(std::move(row));
  }
  const auto& first = planned.rows.front();
  const auto object = planned.batch ? planned.batch->id : first.id;
  const auto what = planned.batch ? fmt::format("{} accounts", planned.rows.size())
                                  : fmt::format("{} to {}", first.source.email, first.target.email);
  acceptance.use = {.id = desk.people.ulids.next(),
                    .customer = actor.customer,
                    .at = now,
                    .person = actor.person,
                    .what = what,
                    .migrations = static_cast<std::int64_t>(planned.rows.size())};
  acceptance.audit = audit_row(desk.people, actor, actor.customer,
                               planned.batch ? "batch.planned" : "migration.planned", object, what);
  acceptance.rules = std::move(rules);
  return acceptance;
}

// Nothing is written before nothing can be refused any more.
std::optional<Refusal> write(soci::session& session, Acceptance& acceptance) {
  auto& [planned, secrets, use, audit, rules] = acceptance;
  if (planned.batch &&
      storage::catalog::batches_under_way(session, use.customer) >= rules.batches_under_way)
    return Refusal::too_many_batches;
  if (planned.batch && credit_of(session, use.customer, rules.credit).mode == CreditMode::free)
    return Refusal::no_batches_for_free;
  if (!take_credits(session, use, rules.credit)) return Refusal::credits_used_up;
  if (planned.batch) add_batch(session, *planned.batch);
  for (const auto& row : planned.rows) add(session, row);
  for (const auto& secret : secrets) put_secret(session, secret);
  add(session, audit);
  return std::nullopt;
}

}  // namespace

Task<Answer<Planned>> plan(PlanDesk& desk, Actor actor, std::vector<Draft> drafts,
                           std::optional<NewBatch> batch, PlanRules rules) {
  if (auto refused = refusal_of(actor, drafts, batch, rules))
    co_return std::unexpected(*std::move(refused));
  auto acceptance = acceptance_of(desk, actor, drafts, batch, std::move(rules));
  if (!is_within(actor, acceptance.planned.rows)) co_return refuse(Refusal::not_allowed);
  auto written = co_await desk.catalog().change(
      [acceptance = std::move(acceptance)](soci::session& session) mutable -> Answer<Planned> {
        if (const auto refusal = write(session, acceptance)) return refuse(*refusal);
        return acceptance.planned;
      });
  if (!written) co_return std::unexpected(written.error());
  const auto& planned = *written;
  for (const auto& row : planned.rows) desk.news.tell(NewsOf::migration, row.customer, row.id);
  if (planned.batch) desk.news.tell(NewsOf::batch, planned.batch->customer, planned.batch->id);
  desk.wake();
  co_return written;
}

}  // namespace postferry::service

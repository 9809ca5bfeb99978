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
  std::string join;                  // the batch that grows; "": it is new
  std::vector<std::string> domains;  // of a manager, who joins only what he sees
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
  const auto reach = own_reach_of(actor);
  if (reach.domains().empty()) return true;
  const auto knows = [&reach](const std::string& domain) {
    return std::ranges::find(reach.domains(), domain) != reach.domains().end();
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
  batch.id = wanted.join.empty() ? desk.people.ulids.next() : wanted.join;
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
  if (batch) {
    acceptance.join = batch->join;
    planned.batch = batch_row(desk, actor, *batch, drafts.front().timing, now);
  }
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
  acceptance.domains = own_reach_of(actor).domains();
  return acceptance;
}

// Reads the batch that grows.
std::optional<Refusal> join(soci::session& session, Acceptance& acceptance) {
  const auto& customer = acceptance.use.customer;
  const auto reach = storage::catalog::Reach::customer(customer);
  acceptance.planned.batch = find_batch(session, reach, acceptance.join);
  if (!acceptance.planned.batch) return Refusal::not_found;
  const auto narrowed = storage::catalog::Reach::customer(customer, acceptance.domains);
  if (!acceptance.domains.empty() && sums_of(session, narrowed, {acceptance.join}).empty())
    return Refusal::not_found;
  const auto sums = sums_of(session, reach, {acceptance.join});
  const auto sum = sums.find(acceptance.join);
  const auto present = sum == sums.end() ? 0 : static_cast<std::size_t>(sum->second.accounts);
  if (present + acceptance.planned.rows.size() > acceptance.rules.rows_of_a_batch)
    return Refusal::too_many;
  return std::nullopt;
}

std::optional<Refusal> find_room_for_batch(soci::session& session, Acceptance& acceptance) {
  if (!acceptance.planned.batch) return std::nullopt;
  if (!acceptance.join.empty()) return join(session, acceptance);
  const auto under_way = storage::catalog::batches_under_way(session, acceptance.use.customer);
  if (under_way >= acceptance.rules.batches_under_way) return Refusal::too_many_batches;
  return std::nullopt;
}

// Nothing is written before nothing can be refused any more.
std::optional<Refusal> write(soci::session& session, Acceptance& acceptance) {
  if (const auto refusal = find_room_for_batch(session, acceptance)) return refusal;
  auto& [planned, secrets, use, audit, rules, joined, domains] = acceptance;
  if (planned.batch && credit_of(session, use.customer, rules.credit).mode == CreditMode::free)
    return Refusal::no_batches_for_free;
  if (!take_credits(session, use, rules.credit)) return Refusal::credits_used_up;
  if (planned.batch && joined.empty()) add_batch(session, *planned.batch);
  for (const auto& row : planned.rows) add(session, row);
  for (const auto& secret : secrets) put_secret(session, secret);
  add(session, audit);
  return std::nullopt;
}

}  // namespace

Task<Answer<Planned>> plan(PlanDesk& desk, Actor actor, std::vector<Draft> drafts,
                           std::optional<NewBatch> batch, PlanRules rules, AlsoWrite also) {
  if (auto refused = refusal_of(actor, drafts, batch, rules))
    co_return std::unexpected(*std::move(refused));
  auto acceptance = acceptance_of(desk, actor, drafts, batch, std::move(rules));
  if (!is_within(actor, acceptance.planned.rows)) co_return refuse(Refusal::not_allowed);
  auto written =
      co_await desk.catalog().change([acceptance = std::move(acceptance), also = std::move(also)](
                                         soci::session& session) mutable -> Answer<Planned> {
        if (const auto refusal = write(session, acceptance)) return refuse(*refusal);
        if (also) also(session, acceptance.planned);
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

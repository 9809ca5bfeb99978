#include "service/batch_plans.hpp"

#include <algorithm>
#include <utility>

#include "storage/catalog/audit.hpp"
#include "storage/catalog/leftovers.hpp"

namespace postferry::service {
namespace {

using storage::catalog::AuditRow;
using storage::catalog::BatchRow;
using storage::catalog::Reach;

// Of the rows, without the domains that narrow a manager's view: what is there at all.
Reach whole_reach(const BatchRow& batch) { return Reach::customer(batch.customer); }

// Whose it was.
Answer<std::string> removed(soci::session& session, const Reach& reach, const std::string& id,
                            AuditRow& audit, Instant now) {
  const auto batch = find_batch(session, reach, id);
  if (!batch) return refuse(Refusal::not_found);
  const auto rows = migrations_of_batch(session, whole_reach(*batch), id);
  // Who sees only a part of it cannot delete the whole.
  if (migrations_of_batch(session, reach, id).size() < rows.size())
    return refuse(Refusal::not_allowed);
  const auto over = [](const MigrationRow& row) { return is_over(row.state); };
  if (!std::ranges::all_of(rows, over)) return refuse(Refusal::not_now);
  for (const auto& row : rows) storage::catalog::erase(session, row, now);
  storage::catalog::remove_batch(session, reach, id);
  audit.customer = batch->customer;
  add(session, audit);
  return batch->customer;
}

}  // namespace

Task<Answer<BatchRow>> rename_batch(PlanDesk& desk, Actor actor, std::string id, std::string name,
                                    std::optional<std::int64_t> version) {
  if (!actor.may(Permission::plan)) co_return refuse(Refusal::not_allowed);
  auto audit = audit_row(desk.people, actor, actor.customer, "batch.renamed", id, name);
  auto answer = co_await desk.catalog().change(
      [reach = reach_of(actor), id, name, version,
       audit = std::move(audit)](soci::session& session) mutable -> Answer<BatchRow> {
        auto batch = find_batch(session, reach, id);
        if (!batch) return refuse(Refusal::not_found);
        if (version && *version != batch->version) return refuse(Refusal::changed_meanwhile);
        batch->name = name;
        replace(session, *batch);
        audit.customer = batch->customer;
        add(session, audit);
        return *std::move(batch);
      });
  if (answer) desk.news.tell(NewsOf::batch, answer->customer, answer->id);
  co_return answer;
}

Task<Answer<ManyActed>> act_on_batch(PlanDesk& desk, Actor actor, std::string id, PlanAction action,
                                     Instant at) {
  const auto ids = co_await desk.catalog().look(
      [reach = reach_of(actor), id](soci::session& session) -> Answer<std::vector<std::string>> {
        if (!find_batch(session, reach, id)) return refuse(Refusal::not_found);
        std::vector<std::string> found;
        for (auto& row : migrations_of_batch(session, reach, id))
          found.push_back(std::move(row.id));
        if (found.empty()) return refuse(Refusal::not_found);
        return found;
      });
  if (!ids) co_return std::unexpected(ids.error());
  co_return co_await act_on_all(desk, std::move(actor), *ids, action, at);
}

Task<Answer<void>> remove_batch(PlanDesk& desk, Actor actor, std::string id) {
  if (!actor.may(Permission::delete_finished)) co_return refuse(Refusal::not_allowed);
  auto audit = audit_row(desk.people, actor, actor.customer, "batch.removed", id);
  auto answer = co_await desk.catalog().change(
      [reach = reach_of(actor), id, audit = std::move(audit), now = desk.people.clock()](
          soci::session& session) mutable { return removed(session, reach, id, audit, now); });
  if (!answer) co_return std::unexpected(answer.error());
  desk.news.tell(NewsOf::gone, *answer, id);
  co_return Answer<void>();
}

}  // namespace postferry::service

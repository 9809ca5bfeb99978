// One step that a person takes with one plan: its row is read, changed and stored with its entry in
// the audit log and with the notices it gives rise to, inside of a transaction of the caller.
//
// Used by plan_changes.cpp and plan_actions.cpp alone.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "service/plans.hpp"

namespace postferry::service {

struct PlanStep {
  storage::catalog::Reach reach;
  std::string id;
  storage::catalog::AuditRow audit;
  std::optional<std::int64_t> version = std::nullopt;  // as it was read, where that counts
};
PlanStep step_of(PlanDesk& desk, const Actor& actor, std::string id, std::string action);

using RowChange = std::function<Done(soci::session&, MigrationRow&)>;
PlanAnswer take(soci::session& session, PlanStep& step, const RowChange& change, Instant now);
// The same as a transaction of its own, and told to those who watch.
Task<PlanAnswer> take(PlanDesk& desk, PlanStep step, RowChange change);

// The passwords go with the last planned run, and later when the start was put off.
void keep_passwords_as_planned(soci::session& session, MigrationRow& row);

void tell_changed(PlanDesk& desk, const MigrationRow& row);

PlanRefusal refused_as(Refusal code, std::optional<Objection> objection = std::nullopt);
std::unexpected<PlanRefusal> decline(Refusal code,
                                     std::optional<Objection> objection = std::nullopt);

}  // namespace postferry::service

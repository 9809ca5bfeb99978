#include <algorithm>
#include <span>
#include <utility>

#include "service/plan_step.hpp"

namespace postferry::service {
namespace {

// So many are changed in one transaction: others wait no longer than that.
constexpr std::size_t rows_of_a_change = 250;

struct ActionEntry {
  const char* name;
  Permission needs;
};
ActionEntry action_entry(PlanAction action) {
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

RowChange change_of(PlanAction action, Instant at, Instant now) {
  return [action, at, now](soci::session& session, MigrationRow& row) {
    auto done = acted(row, action, at, now);
    if (done) keep_passwords_as_planned(session, row);
    return done;
  };
}

bool stops_runs(PlanAction action) {
  return action == PlanAction::pause || action == PlanAction::cancel;
}

std::vector<PlanStep> steps_of(PlanDesk& desk, const Actor& actor, std::span<const std::string> ids,
                               const char* name) {
  std::vector<PlanStep> steps;
  for (const auto& id : ids) steps.push_back(step_of(desk, actor, id, name));
  return steps;
}

Task<ManyActed> take_all(PlanDesk& desk, std::vector<PlanStep> steps, RowChange change) {
  return desk.catalog().change([steps = std::move(steps), change = std::move(change),
                                now = desk.people.clock()](soci::session& session) mutable {
    ManyActed acted;
    for (auto& step : steps) {
      auto answer = take(session, step, change, now);
      if (answer)
        acted.done.push_back(*std::move(answer));
      else
        acted.refused.emplace_back(step.id, std::move(answer.error()));
    }
    return acted;
  });
}

}  // namespace

Task<PlanAnswer> act(PlanDesk& desk, Actor actor, std::string id, PlanAction action, Instant at) {
  const auto [name, needs] = action_entry(action);
  if (!actor.may(needs)) co_return decline(Refusal::not_allowed);
  auto answer = co_await take(desk, step_of(desk, actor, std::move(id), name),
                              change_of(action, at, desk.people.clock()));
  if (answer && stops_runs(action)) desk.stop_run(answer->id);
  co_return answer;
}

Task<ManyActed> act_on_all(PlanDesk& desk, Actor actor, std::vector<std::string> ids,
                           PlanAction action, Instant at) {
  const auto [name, needs] = action_entry(action);
  ManyActed all;
  if (!actor.may(needs)) {
    for (auto& id : ids) all.refused.emplace_back(std::move(id), refused_as(Refusal::not_allowed));
    co_return all;
  }
  std::span<const std::string> rest(ids);
  while (!rest.empty()) {
    const auto some = rest.first(std::min(rest.size(), rows_of_a_change));
    rest = rest.subspan(some.size());
    auto acted = co_await take_all(desk, steps_of(desk, actor, some, name),
                                   change_of(action, at, desk.people.clock()));
    for (auto& row : acted.done) {
      if (stops_runs(action)) desk.stop_run(row.id);
      tell_changed(desk, row);
      all.done.push_back(std::move(row));
    }
    std::ranges::move(acted.refused, std::back_inserter(all.refused));
  }
  desk.wake();
  co_return all;
}

}  // namespace postferry::service

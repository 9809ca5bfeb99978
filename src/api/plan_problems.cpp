#include "api/plan_problems.hpp"

#include <utility>

#include "api/refusals.hpp"

namespace postferry::api {

Problem problem_of(const service::PlanRefusal& refusal) {
  if (!refusal.objection) return problem_of(refusal.refused);
  return conflict(name_of(*refusal.objection), sentence_of(*refusal.objection));
}

service::MigrationRow granted(service::PlanAnswer answer) {
  if (!answer) throw Declined(problem_of(answer.error()));
  return *std::move(answer);
}

text::json::Object problem_json(const Problem& problem) {
  return {{"type", "urn:postferry:problem:" + problem.code},
          {"title", net::reason_phrase(problem.status)},
          {"status", problem.status},
          {"detail", problem.detail},
          {"code", problem.code}};
}

text::json::Object acted_json(const service::ManyActed& acted) {
  text::json::Array done;
  for (const auto& row : acted.done) done.emplace_back(row.id);
  text::json::Array refused;
  for (const auto& [id, refusal] : acted.refused)
    refused.push_back({{"id", id}, {"problem", problem_json(problem_of(refusal))}});
  return {{"done", std::move(done)}, {"refused", std::move(refused)}};
}

}  // namespace postferry::api

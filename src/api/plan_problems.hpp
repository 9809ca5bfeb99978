// Why something that was asked of a plan was not done, as a problem document.
//
// Used by the resources of migrations and batches. Pure functions.
#pragma once

#include "api/problem.hpp"
#include "service/plans.hpp"
#include "text/json.hpp"

namespace postferry::api {

// What stands in the way has the objection's own name: 409 is_under_way, no_more_runs, ...
Problem problem_of(const service::PlanRefusal& refusal);

// The row; throws Declined with what was refused.
service::MigrationRow granted(service::PlanAnswer answer);

// {"type","title","status","detail","code"}, where a problem is part of an answer.
text::json::Object problem_json(const Problem& problem);

// {"done":[id],"refused":[{"id","problem"}]}
text::json::Object acted_json(const service::ManyActed& acted);

}  // namespace postferry::api

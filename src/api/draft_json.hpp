// Drafts of migrations as /api/v1 writes them:
//
//   {"source":{"type","email","user","password","host","port","security"},
//    "target":{"kind","email","user","password","host","port","security"},
//    "options":{...}, "first_run_at":..., "second_run":..., "further_runs":...}
//
// Read by credential checks, plans and batches, written by the formal check of lists. Beside these
// an account may name "master", "master_separator" and "fingerprint", and a draft its "line" in a
// list. Drafts and what is made of them hold passwords. Pure functions, any thread.
#pragma once

#include <vector>

#include "api/body_fields.hpp"
#include "service/draft.hpp"
#include "service/timing.hpp"
#include "text/json.hpp"

namespace postferry::api {

struct DraftRules {
  service::TimingLimits timing{};
  Instant now{};
};

struct ReadDraft {
  service::Draft draft;
  std::vector<FieldProblem> warnings;  // it can be planned all the same
};

// What is wrong is told in the fields ("source.password"); the draft is then not to be used. Other
// fields of the object are left to the caller.
ReadDraft draft_in(BodyFields& fields, const DraftRules& rules);

// With its passwords: only for the one who sent them.
text::json::Object draft_json(const service::Draft& draft);

}  // namespace postferry::api

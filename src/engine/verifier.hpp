// The Verifier: at the end, every target folder against the journal: by counting where that is
// proof (see holdings.hpp), else by a listing of its ids. Every source message is mapped, excluded
// by a named rule, or failed with a reason; there is no fourth state.
//
// Called by the Run; reads the target, writes checkpoints of verified folders. One thread.
#pragma once

#include <vector>

#include "engine/planner.hpp"
#include "engine/run_scope.hpp"
#include "engine/verdict.hpp"

namespace postferry::engine {

// Adds every folder's counts to the verdict. `fresh`: the target's folders as listed after the last
// append.
Task<> verify_all(const RunScope& scope, Crew& crew, Situation& situation,
                  const std::vector<mail::Folder>& fresh, Verdict& verdict);

// For a run that ended early: what the journal knows to be done, in place of the verdict's counts,
// and how many messages there are once all folders were surveyed (else 0). Nothing where the
// journal is what broke.
Task<> count_so_far(const RunScope& scope, const Situation& situation, Verdict& verdict);

}  // namespace postferry::engine

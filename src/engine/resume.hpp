// Resuming: what an earlier run of the pair left open is settled before anything is compared or
// sent: batches without an answer, copies whose ids nobody told, a move cut off in the middle.
//
// Called by the Run once both sides are listed. Throws Failure of either door. One thread.
#pragma once

#include "engine/planner.hpp"

namespace postferry::engine {

Task<> settle_earlier_run(const RunScope& scope, Doors& doors, const Situation& situation);

}  // namespace postferry::engine

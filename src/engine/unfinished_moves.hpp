// Unfinished moves: a target without MOVE copies and then takes the originals away; a run that dies
// between leaves both. What is about to be moved is therefore written down first, and the next run
// takes away the originals whose copies came.
//
// Written by the move follower, finished by the Run while it settles. One move at a time; one
// thread.
#pragma once

#include <vector>

#include "engine/planner.hpp"
#include "engine/run_scope.hpp"

namespace postferry::engine {

struct IntendedMove {
  storage::FolderId from{};
  storage::FolderId to{};
  mail::Checkpoint mark;            // of the folder it goes to, before
  std::vector<mail::ItemId> items;  // the target's ids
};

// Durable when it returns: the move may be sent.
Task<> intend_move(const RunScope& scope, const IntendedMove& move);
// It is done and written down.
Task<> close_move(const RunScope& scope);

// Takes away the originals of a move that was cut off after its copies were made.
Task<> finish_move(const RunScope& scope, Doors& doors, const Situation& situation);

}  // namespace postferry::engine

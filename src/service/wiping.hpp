// Wiping: passwords whose time is over are deleted, in whatever state their migration is. Those of
// a migration that has ended go with its last run (migration_run.hpp).
//
// Called again and again by keep_up() on the engine's thread. A run that is under way at that
// moment still has in its memory what it logged in with; the next one asks for passwords anew.
#pragma once

#include <cstddef>

#include "base/task.hpp"
#include "service/run_room.hpp"

namespace postferry::service {

// Each is told in the log of the migration's last run. Of how many migrations.
Task<std::size_t> wipe_due_passwords(RunRoom& room);

}  // namespace postferry::service

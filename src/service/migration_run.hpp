// One run of a migration, from the row that is due to the row that says what became of it.
//
// Called by the Scheduler on the engine's thread, one task a run. Failure of the database ends the
// task; whatever else goes wrong is in the row.
#pragma once

#include <cstdint>
#include <string>

#include "base/task.hpp"
#include "engine/stop_request.hpp"
#include "service/run_room.hpp"
#include "storage/catalog/migration_row.hpp"

namespace postferry::service {

enum class RunEnd : std::uint8_t {
  ended,    // its row says how
  no_room,  // the hosts or the users have none now; nothing was changed
  not_due,  // somebody has changed the row meanwhile
};

// Needs a row that is due. Takes a place at both servers, begins the run in the database, copies,
// and writes down how it ended. A stop that nobody wrote into the row is the service's own end: the
// run is gone on with at the next start.
Task<RunEnd> run_migration(RunRoom& room, storage::catalog::MigrationRow row,
                           const engine::StopRequest& stop);

// All that were under way when the service went down are due again; how many.
Task<std::size_t> take_up_interrupted(RunRoom& room);

}  // namespace postferry::service

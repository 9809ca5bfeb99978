// Retention: what has been over for as long as the operator keeps it is deleted with all that is
// personal: migrations with their runs, batches, addresses in the entries that outlive them. How
// many migrations a customer has used stays.
//
// Called every hour by keep_up() on the engine's thread. Works in steps of some rows, so that
// others come in between. A batch goes when all in it is over; what failed or was paused and nobody
// has touched since is over as well.
#pragma once

#include <chrono>
#include <cstddef>

#include "base/task.hpp"
#include "engine/stop_request.hpp"
#include "service/run_room.hpp"

namespace postferry::service {

// Their logs and journals are erased next, see removal.hpp. How many migrations. What a stop leaves
// undone is done the next time.
Task<std::size_t> remove_outdated(RunRoom& room, std::chrono::days keep,
                                  const engine::StopRequest& stop);

}  // namespace postferry::service

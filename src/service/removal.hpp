// Removal: what removed migrations leave outside the catalog is erased: their logs and what the
// journal remembers of their accounts. And "remove my data", which removes all of a customer's.
//
// The catalog's part is one transaction, which also notes what is left to erase; the rest follows
// and is finished at the next start when it was cut short. Erasing runs on the engine's thread.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "base/clock.hpp"
#include "base/task.hpp"
#include "engine/stop_request.hpp"
#include "service/customers.hpp"
#include "service/run_room.hpp"

namespace postferry::service {

// For remove_data() and remove_customer() of customers.hpp: all plans of the customer go from the
// catalog, with batches, accounts for quick selection and kept answers.
RemoveData plans_remover(Clock clock);

// Asks the run of this migration to stop; whether it is still under way.
using StopRun = std::function<bool(const std::string& migration)>;

struct Erased {
  std::size_t done = 0;
  std::size_t left = 0;  // their runs, or somebody else's with the same accounts, have to end first
};
// Goes once through all that is left. The journal of accounts that another migration moves, of
// whatever customer, stays. What a stop leaves undone is done the next time.
Task<Erased> erase_leftovers(RunRoom& room, StopRun stop_run, const engine::StopRequest& stop);

// Waits until nothing of the customer is left; false at the deadline. Any thread.
Task<bool> wait_until_erased(storage::catalog::Catalog& catalog, std::string customer,
                             Deadline deadline);

}  // namespace postferry::service

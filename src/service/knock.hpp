// Knocking: whether a server lets an account in. Opens one connection and closes it.
//
// Called by the credential check on the engine's thread. Waits for room at the host.
#pragma once

#include <optional>

#include "base/error.hpp"
#include "base/task.hpp"
#include "engine/events.hpp"
#include "engine/stop_request.hpp"
#include "service/shared_doors.hpp"

namespace postferry::service {

// Why it does not; nothing when it does. `side` of the login says which door is opened.
Task<std::optional<Error>> knock(SharedDoors& doors, const Stores& stores, Login login,
                                 const engine::StopRequest& stop);

}  // namespace postferry::service

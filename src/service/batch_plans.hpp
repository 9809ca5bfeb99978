// What people do to a batch as a whole: name it, act on all of it, delete it.
//
// Called by the API for an Actor. Functions of one io_context thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "service/plans.hpp"

namespace postferry::service {

// `version` as it was read. Refused: not_allowed, not_found, changed_meanwhile.
Task<Answer<storage::catalog::BatchRow>> rename_batch(PlanDesk& desk, Actor actor, std::string id,
                                                      std::string name,
                                                      std::optional<std::int64_t> version);

// On all of its migrations that the actor reaches. Refused: not_found.
Task<Answer<ManyActed>> act_on_batch(PlanDesk& desk, Actor actor, std::string id, PlanAction action,
                                     Instant at = {});

// With its migrations, their runs and passwords. Refused: not_allowed, not_found, not_now while
// something in it is not over.
Task<Answer<void>> remove_batch(PlanDesk& desk, Actor actor, std::string id);

}  // namespace postferry::service

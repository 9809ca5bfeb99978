// POST /batches: many migrations are planned together. A part of the resource of batches.
#pragma once

#include <cstddef>

#include "api/planning.hpp"
#include "api/router.hpp"

namespace postferry::api {

inline constexpr std::size_t most_batch_name_bytes = 200;

void add_batch_plans(Router& router, Planning& planning);

}  // namespace postferry::api

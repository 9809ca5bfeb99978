// What a run said of itself with --json, as far as the crash tests ask.
#pragma once

#include <cstdint>

#include "tests/support/crash/postferry.hpp"

namespace postferry::test {

// How many messages this run copied; -1 when its last event does not tell.
std::int64_t copied_by(const Ended& ended);

}  // namespace postferry::test

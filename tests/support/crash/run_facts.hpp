// What a run said of itself with --json, as far as the crash tests ask.
#pragma once

#include <cstdint>
#include <string_view>

#include "tests/support/crash/postferry.hpp"

namespace postferry::test {

// The number that the last event has under this name, else the sum over its folders; -1 when there
// is none.
std::int64_t told(const Ended& ended, std::string_view name);
// How many messages this run copied.
inline std::int64_t copied_by(const Ended& ended) { return told(ended, "copied_now"); }

}  // namespace postferry::test

// What is wrong or doubtful with the times of a migration: in the past, in the wrong order, too
// close together.
//
// Asked by the form, the lists and by changes of times. Pure functions.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "service/draft.hpp"
#include "service/finding.hpp"

namespace postferry::service {

struct TimingLimits {
  std::chrono::hours least_between_runs{4};
  std::chrono::hours most_between_runs{14 * 24};
  std::chrono::minutes late{15};  // so long ago still means at once
};

enum class TimingField : std::uint8_t { first_run, second_run };

struct TimingFinding {
  TimingField field;
  Finding finding;
};

std::vector<TimingFinding> timing_findings(const Timing& timing, const TimingLimits& limits,
                                           Instant now);

}  // namespace postferry::service

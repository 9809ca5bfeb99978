// Times as people write them: RFC 3339 with its offset, or a day and an hour on the wall clock of a
// time zone: "2026-11-25 22:00", "25.11.2026 22:00", "2026-11-25T22:00", the day alone.
//
// Used by lists and forms. What can be read in two ways is not guessed but refused, with a sentence
// that says what to write. Pure functions.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "base/clock.hpp"
#include "service/finding.hpp"
#include "service/time_zone.hpp"

namespace postferry::service {

struct WrittenTime {
  Instant at;
  std::optional<Finding> doubt = std::nullopt;  // a warning: the clock shows it twice
};

//   time    = day [(1*blank / "T" / ",") hour ":" minute [":" second] [zone]]
//   day     = year "-" month "-" mday / mday "." month "." year
//   zone    = "Z" / ("+" / "-") hour [":"] minute
Checked<WrittenTime> written_time(std::string_view written, const TimeZone& zone);

// "+8h", "8h", "8 hours", "+8": hours after something; nothing for what is no such span.
std::optional<std::chrono::hours> written_hours(std::string_view written);

}  // namespace postferry::service

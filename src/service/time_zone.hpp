// TimeZone: a zone of the IANA data base ("Europe/Berlin"), and what its wall clock means in UTC,
// right across daylight saving (the home of the date library, which reads the system's tzdata).
//
// Made from a person's setting or a request; used to read times that people write and to show when
// something happens. Values; they point into data that lives as long as the process. Any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "service/finding.hpp"

namespace date {
class time_zone;
}

namespace postferry::service {

class TimeZone {
 public:
  static TimeZone utc();
  // Finding unknown_time_zone when there is no such zone.
  static Checked<TimeZone> named(std::string_view name);

  const std::string& name() const;

  enum class Clock : std::uint8_t {
    shows_it_once,
    shows_it_twice,  // when the clocks go back: the first is meant
    skips_it,        // when they go forward: the instant at which they do
  };
  struct Meaning {
    Instant at;
    Clock clock = Clock::shows_it_once;
  };
  Meaning meaning(std::chrono::local_seconds wall) const;

  // What the clock on the wall shows.
  std::chrono::local_seconds wall(Instant at) const;

 private:
  explicit TimeZone(const date::time_zone* zone) : zone_(zone) {}
  const date::time_zone* zone_;
};

}  // namespace postferry::service

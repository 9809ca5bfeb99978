#include "service/written_time.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <string>

#include "service/pasted_text.hpp"
#include "text/ascii.hpp"

namespace postferry::service {
namespace {

using namespace std::chrono;
using enum FindingCode;

constexpr std::size_t longest_written_time = 64;
constexpr int earliest_year = 2000;
constexpr int latest_year = 2100;
constexpr std::string_view write_so =
    "Write the time as 2026-11-25 22:00 or 25.11.2026 22:00, the hour from 0 to 23.";

constexpr std::array<std::string_view, 12> month_names{
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

// Takes what is expected off the front.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }
  // One to `most` digits.
  std::optional<int> number(std::size_t most) {
    std::size_t digits = 0;
    while (digits < most && digits < rest_.size() && rest_[digits] >= '0' && rest_[digits] <= '9')
      ++digits;
    int value = 0;
    if (digits == 0) return std::nullopt;
    const auto* const begin = rest_.data();
    std::from_chars(begin, begin + digits, value);
    rest_.remove_prefix(digits);
    return value;
  }
  bool take(std::string_view expected) {
    if (!text::equal_ignoring_case(rest_.substr(0, expected.size()), expected)) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }
  void skip_blanks() { rest_ = text::trimmed(rest_); }

 private:
  std::string_view rest_;
};

struct Day {
  int year = 0;
  int month = 0;
  int mday = 0;
};

std::optional<Day> take_day(Scanner& from) {
  const auto first = from.number(4);
  if (!first) return std::nullopt;
  const auto mark = std::string_view(from.rest()).substr(0, 1);
  if ((mark != "-" && mark != ".") || !from.take(mark)) return std::nullopt;
  const auto month = from.number(2);
  if (!month || !from.take(mark)) return std::nullopt;
  const auto last = from.number(4);
  if (!last) return std::nullopt;
  return mark == "-" ? Day{*first, *month, *last} : Day{*last, *month, *first};
}

Checked<local_days> day_of(const Day& day) {
  if (day.year >= 0 && day.year < 100)
    return refused(bad_time, "Write the year with four digits, such as 2026.");
  if (day.year < earliest_year || day.year > latest_year)
    return refused(no_such_day, fmt::format("The year {} is not meant.", day.year));
  if (day.month < 1 || day.month > 12)
    return refused(no_such_day, fmt::format("There is no month {}.", day.month));
  const auto month = year{day.year} / std::chrono::month{static_cast<unsigned>(day.month)};
  const auto last = static_cast<int>(static_cast<unsigned>((month / std::chrono::last).day()));
  if (day.mday < 1 || day.mday > last)
    return refused(no_such_day, fmt::format("{} {} has {} days.",
                                            month_names[static_cast<std::size_t>(day.month - 1)],
                                            day.year, last));
  return local_days{month / std::chrono::day{static_cast<unsigned>(day.mday)}};
}

std::optional<seconds> take_hour(Scanner& from) {
  const auto hour = from.number(2);
  if (!hour || *hour > 23 || !from.take(":")) return std::nullopt;
  const auto minute = from.number(2);
  if (!minute || *minute > 59) return std::nullopt;
  int second = 0;
  if (from.take(":")) {
    const auto number = from.number(2);
    if (!number || *number > 60) return std::nullopt;
    second = std::min(*number, 59);
    if (from.take(".") && !from.number(9)) return std::nullopt;
  }
  return hours{*hour} + minutes{*minute} + seconds{second};
}

std::optional<minutes> take_offset(Scanner& from) {
  if (from.take("Z")) return minutes{0};
  const bool west = from.take("-");
  if (!west && !from.take("+")) return std::nullopt;
  const auto hour = from.number(2);
  if (!hour || *hour > 14) return std::nullopt;
  from.take(":");
  const auto minute = from.number(2);
  if (!minute || *minute > 59) return std::nullopt;
  const auto offset = hours{*hour} + minutes{*minute};
  return west ? -offset : offset;
}

std::string shown(local_seconds wall) {
  const auto day = floor<days>(wall);
  const year_month_day date{day};
  const hh_mm_ss time{wall - day};
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count());
}

Checked<WrittenTime> at_wall(local_seconds wall, const TimeZone& zone) {
  const auto meaning = zone.meaning(wall);
  switch (meaning.clock) {
    case TimeZone::Clock::shows_it_once:
      break;
    case TimeZone::Clock::shows_it_twice:
      return WrittenTime{
          meaning.at,
          Finding{time_twice,
                  fmt::format("The clocks go back then, and {} comes twice in {}; the first is "
                              "meant.",
                              shown(wall), zone.name()),
                  Severity::warning}};
    case TimeZone::Clock::skips_it:
      return refused(no_such_time,
                     fmt::format("The clocks go forward then, and there is no {} in {}; write {} "
                                 "or later.",
                                 shown(wall), zone.name(), shown(zone.wall(meaning.at))));
  }
  return WrittenTime{meaning.at};
}

std::unexpected<Finding> unreadable_time() { return refused(bad_time, std::string(write_so)); }

}  // namespace

Checked<WrittenTime> written_time(std::string_view written, const TimeZone& zone) {
  const auto text = without_edges(written);
  if (text.empty() || text.size() > longest_written_time) return unreadable_time();
  Scanner scanner(text);
  const auto parts = take_day(scanner);
  if (!parts) return unreadable_time();
  const auto day = day_of(*parts);
  if (!day) return std::unexpected(day.error());
  local_seconds wall{*day};
  if (scanner.at_end()) return at_wall(wall, zone);
  scanner.take(",");
  const bool apart = scanner.rest().starts_with(' ') || scanner.rest().starts_with('\t');
  if (!apart && !scanner.take("T")) return unreadable_time();
  scanner.skip_blanks();
  const auto hour = take_hour(scanner);
  if (!hour) return unreadable_time();
  wall += *hour;
  scanner.skip_blanks();
  if (scanner.take("Uhr") || scanner.at_end())
    return scanner.at_end() ? at_wall(wall, zone) : unreadable_time();
  const auto offset = take_offset(scanner);
  if (!offset || !scanner.at_end()) return unreadable_time();
  return WrittenTime{Instant{wall.time_since_epoch()} - *offset};
}

std::optional<std::chrono::hours> written_hours(std::string_view written) {
  constexpr int most_hours = 24 * 365;
  Scanner scanner(without_edges(written));
  const bool plus = scanner.take("+");
  const auto number = scanner.number(4);
  if (!number || *number > most_hours) return std::nullopt;
  scanner.skip_blanks();
  const bool unit = scanner.take("hours") || scanner.take("hour") || scanner.take("h");
  if (!scanner.at_end() || (!plus && !unit)) return std::nullopt;
  return std::chrono::hours{*number};
}

}  // namespace postferry::service

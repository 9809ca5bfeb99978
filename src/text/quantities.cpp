#include "text/quantities.hpp"

#include <charconv>
#include <fmt/format.h>
#include <limits>

#include "text/ascii.hpp"

namespace postferry::text {
namespace {

// Takes exactly `digits` digits off the front; nullopt when they are not there.
std::optional<int> take_number(std::string_view& from, std::size_t digits) {
  if (from.size() < digits) return std::nullopt;
  int number = 0;
  for (const char c : from.substr(0, digits)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  from.remove_prefix(digits);
  return number;
}

bool take(std::string_view& from, char expected) {
  if (from.empty() || lower(from.front()) != lower(expected)) return false;
  from.remove_prefix(1);
  return true;
}

// full-date of RFC 3339 section 5.6.
std::optional<std::chrono::sys_days> take_day(std::string_view& from) {
  using namespace std::chrono;
  const auto y = take_number(from, 4);
  if (!y || !take(from, '-')) return std::nullopt;
  const auto m = take_number(from, 2);
  if (!m || !take(from, '-')) return std::nullopt;
  const auto d = take_number(from, 2);
  if (!d) return std::nullopt;
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)},
                            day{static_cast<unsigned>(*d)}};
  if (!date.ok()) return std::nullopt;
  return sys_days{date};
}

// partial-time of RFC 3339 section 5.6; a leap second counts as the one before it.
std::optional<std::chrono::seconds> take_time(std::string_view& from) {
  const auto hours = take_number(from, 2);
  if (!hours || *hours > 23 || !take(from, ':')) return std::nullopt;
  const auto minutes = take_number(from, 2);
  if (!minutes || *minutes > 59 || !take(from, ':')) return std::nullopt;
  const auto seconds = take_number(from, 2);
  if (!seconds || *seconds > 60) return std::nullopt;
  if (take(from, '.')) {
    if (!take_number(from, 1)) return std::nullopt;
    while (take_number(from, 1)) {
    }
  }
  return std::chrono::hours(*hours) + std::chrono::minutes(*minutes) +
         std::chrono::seconds(*seconds == 60 ? 59 : *seconds);
}

// time-offset of RFC 3339 section 5.6.
std::optional<std::chrono::minutes> take_offset(std::string_view& from) {
  if (take(from, 'Z')) return std::chrono::minutes{0};
  const bool west = take(from, '-');
  if (!west && !take(from, '+')) return std::nullopt;
  const auto hours = take_number(from, 2);
  if (!hours || *hours > 23 || !take(from, ':')) return std::nullopt;
  const auto minutes = take_number(from, 2);
  if (!minutes || *minutes > 59) return std::nullopt;
  const auto offset = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
  return west ? -offset : offset;
}

// The power of 1024 that a unit stands for.
std::optional<int> unit_power(std::string_view unit) {
  if (unit.empty() || equal_ignoring_case(unit, "B")) return 0;
  constexpr std::string_view letters = "kmgt";
  const auto power = letters.find(lower(unit.front()));
  if (power == std::string_view::npos) return std::nullopt;
  const auto rest = unit.substr(1);
  if (!rest.empty() && !equal_ignoring_case(rest, "B") && !equal_ignoring_case(rest, "iB"))
    return std::nullopt;
  return static_cast<int>(power) + 1;
}

}  // namespace

std::string grouped(std::uint64_t number) {
  auto digits = fmt::format("{}", number);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), 1, ',');
  return digits;
}

std::string counted(std::uint64_t number, std::string_view singular, std::string_view plural) {
  if (number == 1) return fmt::format("1 {}", singular);
  if (!plural.empty()) return fmt::format("{} {}", grouped(number), plural);
  return fmt::format("{} {}s", grouped(number), singular);
}

std::string sized(std::uint64_t bytes) {
  constexpr std::string_view units[] = {"B", "KB", "MB", "GB", "TB", "PB", "EB"};
  if (bytes < 1024) return fmt::format("{} B", bytes);
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  // 1023.95 would be written 1024.0 of the smaller unit.
  while (value >= 1023.95) {
    value /= 1024;
    ++unit;
  }
  return value < 99.95 ? fmt::format("{:.1f} {}", value, units[unit])
                       : fmt::format("{:.0f} {}", value, units[unit]);
}

std::string lasting(std::chrono::seconds span) {
  const auto total = span.count() < 0 ? 0 : span.count();
  const auto hours = total / 3600;
  const auto minutes = total / 60 % 60;
  if (hours == 0) return fmt::format("{}:{:02}", minutes, total % 60);
  return fmt::format("{}:{:02}:{:02}", hours, minutes, total % 60);
}

std::optional<std::uint64_t> parse_size(std::string_view written) {
  std::uint64_t number = 0;
  const auto* const begin = written.data();
  const auto [rest, wrong] = std::from_chars(begin, begin + written.size(), number);
  if (wrong != std::errc{}) return std::nullopt;
  const auto digits = static_cast<std::size_t>(rest - begin);
  const auto power = unit_power(trimmed(written.substr(digits)));
  if (!power) return std::nullopt;
  for (int i = 0; i < *power; ++i) {
    if (number > std::numeric_limits<std::uint64_t>::max() / 1024) return std::nullopt;
    number *= 1024;
  }
  return number;
}

std::optional<Instant> parse_instant(std::string_view written) {
  const auto day = take_day(written);
  if (!day) return std::nullopt;
  if (written.empty()) return Instant{*day};
  if (!take(written, 'T') && !take(written, ' ')) return std::nullopt;
  const auto time = take_time(written);
  if (!time) return std::nullopt;
  const auto offset = take_offset(written);
  if (!offset || !written.empty()) return std::nullopt;
  return Instant{*day} + *time - *offset;
}

}  // namespace postferry::text

#include "imap/wire/internal_date.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <fmt/format.h>
#include <optional>

#include "text/ascii.hpp"

namespace postferry::imap {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// Digits off the front, at most `most`; nothing when there is none.
std::optional<int> take_digits(std::string_view& text, std::size_t most) {
  int value = 0;
  const std::string_view front = text.substr(0, most);
  const auto [end, problem] = std::from_chars(front.data(), front.data() + front.size(), value);
  if (problem != std::errc{} || value < 0 || front.starts_with('-')) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - front.data()));
  return value;
}

bool take(std::string_view& text, char expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(1);
  return true;
}

void skip_blanks(std::string_view& text) {
  while (take(text, ' ')) {
  }
}

// date-month = "Jan" / "Feb" / ... / "Dec"
std::optional<unsigned> take_month(std::string_view& text) {
  const std::string_view name = text.substr(0, 3);
  for (unsigned month = 0; month < months.size(); ++month) {
    if (!text::equal_ignoring_case(name, months[month])) continue;
    text.remove_prefix(3);
    return month + 1;
  }
  return std::nullopt;
}

// date-day-fixed "-" date-month "-" date-year
std::optional<std::chrono::sys_days> take_day(std::string_view& text) {
  const auto day = take_digits(text, 2);
  if (!day || !take(text, '-')) return std::nullopt;
  const auto month = take_month(text);
  if (!month || !take(text, '-')) return std::nullopt;
  const std::size_t before = text.size();
  auto year = take_digits(text, 4);
  if (!year) return std::nullopt;
  if (before - text.size() == 2) *year += *year < 70 ? 2000 : 1900;
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{*month},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok() || *year < 1) return std::nullopt;
  return std::chrono::sys_days(date);
}

// time = 2DIGIT ":" 2DIGIT ":" 2DIGIT; the seconds may be missing
std::optional<seconds> take_time(std::string_view& text) {
  const auto hour = take_digits(text, 2);
  if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  int second = 0;
  if (take(text, ':')) {
    const auto given = take_digits(text, 2);
    if (!given || *given > 60) return std::nullopt;
    second = *given;
  }
  return std::chrono::hours(*hour) + minutes(*minute) + seconds(second);
}

// zone = ("+" / "-") 4DIGIT; a colon in it or a name for Greenwich are tolerated
std::optional<minutes> take_zone(std::string_view text) {
  if (text.empty()) return minutes(0);
  for (std::string_view name : {"GMT", "UTC", "UT", "Z"}) {
    if (text::equal_ignoring_case(text, name)) return minutes(0);
  }
  const bool west = text.front() == '-';
  if (!west && text.front() != '+') return std::nullopt;
  text.remove_prefix(1);
  const auto hours = take_digits(text, 2);
  take(text, ':');
  const auto rest = take_digits(text, 2);
  if (!hours || !rest || !text.empty() || *hours > 23 || *rest > 59) return std::nullopt;
  const minutes east = std::chrono::hours(*hours) + minutes(*rest);
  return west ? -east : east;
}

}  // namespace

Result<InternalDate> parse_internal_date(std::string_view text) {
  std::string_view rest = text::trimmed(text);
  const auto refuse = [text] {
    return std::unexpected(Error{.code = ErrorCode::protocol_broken,
                                 .text = fmt::format("not a date: {}", text.substr(0, 80)),
                                 .where = {}});
  };
  const auto day = take_day(rest);
  if (!day) return refuse();
  skip_blanks(rest);
  const auto time = rest.empty() ? seconds(0) : take_time(rest);
  if (!time) return refuse();
  skip_blanks(rest);
  const auto zone = take_zone(rest);
  if (!zone) return refuse();
  return InternalDate{.instant = *day + *time - *zone, .zone = *zone};
}

std::string print(const InternalDate& date) {
  using namespace std::chrono;
  constexpr sys_seconds first = sys_days(year{1} / January / 1);
  constexpr sys_seconds last = sys_days(year{9999} / December / 31) + 86399s;
  const minutes most{23 * 60 + 59};
  const minutes zone = std::clamp(date.zone, -most, most);
  const sys_seconds local = std::clamp(date.instant, first - zone, last - zone) + zone;
  const sys_days day = floor<days>(local);
  const year_month_day civil{day};
  const hh_mm_ss time{local - day};
  const auto east = std::abs(zone.count());
  return fmt::format("{:02}-{}-{:04} {:02}:{:02}:{:02} {}{:02}{:02}",
                     static_cast<unsigned>(civil.day()),
                     months[static_cast<unsigned>(civil.month()) - 1],
                     static_cast<int>(civil.year()), time.hours().count(), time.minutes().count(),
                     time.seconds().count(), zone < 0min ? '-' : '+', east / 60, east % 60);
}

std::string print_search_date(std::chrono::sys_days day) {
  const std::chrono::year_month_day civil{day};
  return fmt::format("{}-{}-{:04}", static_cast<unsigned>(civil.day()),
                     months[static_cast<unsigned>(civil.month()) - 1],
                     static_cast<int>(civil.year()));
}

}  // namespace postferry::imap

#include "text/message_date.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <utility>

#include "text/ascii.hpp"

namespace postferry::text {
namespace {

constexpr std::array<std::string_view, 12> months{"jan", "feb", "mar", "apr", "may", "jun",
                                                  "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::pair<std::string_view, int>, 10> zones{{
    {"UT", 0},
    {"GMT", 0},
    {"EDT", -240},
    {"EST", -300},
    {"CDT", -300},
    {"CST", -360},
    {"MDT", -360},
    {"MST", -420},
    {"PDT", -420},
    {"PST", -480},
}};

bool parts_words(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ','; }

// The next word, past blanks, commas and comments; empty at the end.
std::string_view take_word(std::string_view& text) {
  int depth = 0;
  while (!text.empty() && (depth > 0 || parts_words(text.front()) || text.front() == '(')) {
    if (text.front() == '(') ++depth;
    if (text.front() == ')') --depth;
    text.remove_prefix(1);
  }
  std::size_t end = 0;
  while (end < text.size() && !parts_words(text[end]) && text[end] != '(') ++end;
  const auto word = text.substr(0, end);
  text.remove_prefix(end);
  return word;
}

std::optional<int> number(std::string_view word) {
  int value = 0;
  const auto [end, wrong] = std::from_chars(word.data(), word.data() + word.size(), value);
  const bool whole = wrong == std::errc() && end == word.data() + word.size() && value >= 0;
  return whole && word.size() <= 4 ? std::optional(value) : std::nullopt;
}

std::optional<unsigned> month_named(std::string_view word) {
  for (std::size_t i = 0; i < months.size(); ++i)
    if (equal_ignoring_case(word.substr(0, 3), months[i])) return static_cast<unsigned>(i + 1);
  return std::nullopt;
}

std::optional<std::chrono::seconds> time_of_day(std::string_view word) {
  std::array<int, 3> parts{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto end = std::min(word.find(':'), word.size());
    const auto part = number(word.substr(0, end));
    if (!part) return std::nullopt;
    parts[i] = *part;
    word.remove_prefix(std::min(end + 1, word.size()));
    if (word.empty() && i > 0) break;
  }
  if (!word.empty() || parts[0] > 23 || parts[1] > 59 || parts[2] > 60) return std::nullopt;
  return std::chrono::hours(parts[0]) + std::chrono::minutes(parts[1]) +
         std::chrono::seconds(parts[2]);
}

std::chrono::minutes zone_of(std::string_view word) {
  if (word.size() == 5 && (word[0] == '+' || word[0] == '-')) {
    const auto value = number(word.substr(1));
    if (value && *value % 100 < 60 && *value < 2400) {
      const int minutes = *value / 100 * 60 + *value % 100;
      return std::chrono::minutes(word[0] == '-' ? -minutes : minutes);
    }
  }
  for (const auto& [name, minutes] : zones)
    if (equal_ignoring_case(word, name)) return std::chrono::minutes(minutes);
  return {};
}

int full_year(int year, std::size_t digits) {
  if (digits <= 2) return year < 50 ? 2000 + year : 1900 + year;
  return digits == 3 ? 1900 + year : year;
}

}  // namespace

std::optional<MessageDate> parse_message_date(std::string_view text) {
  auto word = take_word(text);
  if (!number(word)) word = take_word(text);
  const auto day = number(word);
  const auto named = month_named(take_word(text));
  const auto year_word = take_word(text);
  const auto year = number(year_word);
  const auto time = time_of_day(take_word(text));
  if (!day || !named || !year || !time) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(full_year(*year, year_word.size())),
                                         std::chrono::month(*named),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  const auto zone = zone_of(take_word(text));
  return MessageDate{std::chrono::sys_days(date) + *time - zone, zone};
}

}  // namespace postferry::text

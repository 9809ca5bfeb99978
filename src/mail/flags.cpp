#include "mail/flags.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "text/ascii.hpp"

namespace postferry::mail {
namespace {

constexpr std::array<std::pair<SystemFlag, std::string_view>, 5> names{{
    {SystemFlag::seen, "\\Seen"},
    {SystemFlag::answered, "\\Answered"},
    {SystemFlag::flagged, "\\Flagged"},
    {SystemFlag::deleted, "\\Deleted"},
    {SystemFlag::draft, "\\Draft"},
}};

}  // namespace

bool Flags::has_keyword(std::string_view keyword) const noexcept {
  return std::ranges::any_of(
      keywords_, [keyword](const auto& own) { return text::equal_ignoring_case(own, keyword); });
}

void Flags::add_keyword(std::string_view keyword) {
  const auto at = std::ranges::lower_bound(keywords_, keyword, text::less_ignoring_case);
  if (at != keywords_.end() && text::equal_ignoring_case(*at, keyword)) return;
  keywords_.emplace(at, keyword);
}

void Flags::remove_keyword(std::string_view keyword) {
  std::erase_if(keywords_,
                [keyword](const auto& own) { return text::equal_ignoring_case(own, keyword); });
}

bool Flags::operator==(const Flags& other) const noexcept {
  return system_ == other.system_ &&
         std::ranges::equal(keywords_, other.keywords_, text::equal_ignoring_case);
}

std::string Flags::text() const {
  std::string result;
  const auto add = [&result](std::string_view word) {
    if (!result.empty()) result.push_back(' ');
    result.append(word);
  };
  for (const auto& [flag, name] : names)
    if (has(flag)) add(name);
  for (const auto& keyword : keywords_) add(keyword);
  return result;
}

Flags Flags::parse(std::string_view text) {
  Flags flags;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    const auto word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.empty()) continue;
    if (word[0] != '\\') {
      flags.add_keyword(word);
      continue;
    }
    for (const auto& [flag, name] : names)
      if (text::equal_ignoring_case(word, name)) flags.set(flag);
  }
  return flags;
}

Flags difference(const Flags& left, const Flags& right) {
  Flags result;
  for (const auto& [flag, name] : names)
    if (left.has(flag) && !right.has(flag)) result.set(flag);
  for (const auto& keyword : left.keywords())
    if (!right.has_keyword(keyword)) result.add_keyword(keyword);
  return result;
}

Flags intersection(const Flags& left, const Flags& right) {
  return difference(left, difference(left, right));
}

Flags merged(const Flags& left, const Flags& right) {
  Flags result = left;
  for (const auto& [flag, name] : names)
    if (right.has(flag)) result.set(flag);
  for (const auto& keyword : right.keywords()) result.add_keyword(keyword);
  return result;
}

}  // namespace postferry::mail

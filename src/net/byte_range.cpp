#include "net/byte_range.hpp"

#include <algorithm>
#include <charconv>

#include "text/ascii.hpp"

namespace postferry::net {
namespace {

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

WishedRange wished_range(std::optional<std::string_view> header, std::uint64_t size) {
  constexpr std::string_view unit = "bytes=";
  if (!header || !text::equal_ignoring_case(header->substr(0, unit.size()), unit)) return {};
  const auto range = text::trimmed(header->substr(unit.size()));
  const auto dash = range.find('-');
  if (dash == std::string_view::npos) return {};
  const auto before = text::trimmed(range.substr(0, dash));
  const auto after = text::trimmed(range.substr(dash + 1));
  const auto last = number(after);
  if (!after.empty() && !last) return {};
  if (before.empty()) {
    if (!last) return {};
    const auto length = std::min(*last, size);
    if (length == 0) return {.wish = RangeWish::unreachable};
    return {.wish = RangeWish::part, .range = {.first = size - length, .length = length}};
  }
  const auto first = number(before);
  if (!first || (last && *last < *first)) return {};
  if (*first >= size) return {.wish = RangeWish::unreachable};
  const auto end = last ? std::min(*last, size - 1) : size - 1;
  return {.wish = RangeWish::part, .range = {.first = *first, .length = end - *first + 1}};
}

}  // namespace postferry::net

#include "imap/wire/uid_set.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <iterator>

namespace postferry::imap {
namespace {

constexpr std::size_t longest_text_bytes = std::size_t{64} << 20;

// True when `right`, which does not begin before `left`, overlaps it or follows at once.
bool touches(const UidRange& left, const UidRange& right) {
  return right.first <= left.last || right.first - left.last == 1;
}

void append_merged(std::vector<UidRange>& ranges, const UidRange& range) {
  if (!ranges.empty() && touches(ranges.back(), range)) {
    ranges.back().last = std::max(ranges.back().last, range.last);
  } else {
    ranges.push_back(range);
  }
}

std::unexpected<Error> no_uid_set(std::string_view text) {
  return std::unexpected(Error{
      .code = ErrorCode::protocol_broken,
      .text = fmt::format("not a set of UIDs: {}", text.substr(0, 80)),
      .where = {},
  });
}

// nz-number / "*"; 0 when it is neither. Takes what it reads off the front.
Uid take_uid(std::string_view& text, std::optional<Uid> star) {
  if (text.starts_with('*')) {
    text.remove_prefix(1);
    return star.value_or(0);
  }
  Uid value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{}) return 0;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

Result<std::vector<UidRange>> parse_ranges(std::string_view text, std::optional<Uid> star) {
  std::vector<UidRange> ranges;
  if (text.size() > longest_text_bytes) {
    return std::unexpected(Error{
        .code = ErrorCode::bound_exceeded, .text = "a set of UIDs beyond 64 MB", .where = {}});
  }
  std::string_view rest = text;
  while (!rest.empty()) {
    UidRange range;
    range.first = range.last = take_uid(rest, star);
    if (rest.starts_with(':')) {
      rest.remove_prefix(1);
      range.last = take_uid(rest, star);
    }
    if (range.first == 0 || range.last == 0) return no_uid_set(text);
    if (range.first > range.last) std::swap(range.first, range.last);
    ranges.push_back(range);
    if (rest.empty()) break;
    if (!rest.starts_with(',')) return no_uid_set(text);
    rest.remove_prefix(1);
    if (rest.empty()) return no_uid_set(text);
  }
  return ranges;
}

void append_text(std::string& out, const UidRange& range) {
  if (!out.empty()) out.push_back(',');
  fmt::format_to(std::back_inserter(out), "{}", range.first);
  if (range.last != range.first) fmt::format_to(std::back_inserter(out), ":{}", range.last);
}

}  // namespace

UidSet UidSet::from_unsorted(std::vector<UidRange> ranges) {
  if (!std::ranges::is_sorted(ranges, {}, &UidRange::first)) {
    std::ranges::sort(ranges, {}, &UidRange::first);
  }
  UidSet set;
  for (UidRange range : ranges) {
    range.first = std::max<Uid>(range.first, 1);
    if (range.first <= range.last) append_merged(set.ranges_, range);
  }
  return set;
}

void UidSet::add(UidRange range) {
  range.first = std::max<Uid>(range.first, 1);
  if (range.first > range.last) return;
  if (ranges_.empty() || range.first >= ranges_.back().first) return append_merged(ranges_, range);
  auto first = std::ranges::lower_bound(ranges_, range.first, {}, &UidRange::first);
  if (first != ranges_.begin() && touches(*std::prev(first), range)) --first;
  auto last = first;
  while (last != ranges_.end() && (last->first <= range.last || last->first - range.last == 1)) {
    range.first = std::min(range.first, last->first);
    range.last = std::max(range.last, last->last);
    ++last;
  }
  if (first == last) {
    ranges_.insert(first, range);
  } else {
    *first = range;
    ranges_.erase(std::next(first), last);
  }
}

void UidSet::add(const UidSet& other) {
  std::vector<UidRange> all;
  all.reserve(ranges_.size() + other.ranges_.size());
  std::ranges::merge(ranges_, other.ranges_, std::back_inserter(all), {}, &UidRange::first,
                     &UidRange::first);
  *this = from_unsorted(std::move(all));
}

void UidSet::remove(const UidSet& other) {
  std::vector<UidRange> kept;
  auto hole = other.ranges_.begin();
  for (UidRange range : ranges_) {
    while (hole != other.ranges_.end() && hole->last < range.first) ++hole;
    bool gone = false;
    for (auto each = hole; each != other.ranges_.end() && each->first <= range.last; ++each) {
      if (each->first > range.first) kept.push_back({range.first, each->first - 1});
      gone = each->last >= range.last;
      if (gone) break;
      range.first = each->last + 1;
    }
    if (!gone) kept.push_back(range);
  }
  ranges_ = std::move(kept);
}

std::uint64_t UidSet::count() const noexcept {
  std::uint64_t total = 0;
  for (const UidRange& range : ranges_) total += range.count();
  return total;
}

bool UidSet::contains(Uid uid) const noexcept {
  const auto after = std::ranges::upper_bound(ranges_, uid, {}, &UidRange::first);
  return after != ranges_.begin() && std::prev(after)->last >= uid;
}

UidSet::Iterator UidSet::begin() const noexcept {
  return {ranges_.data(), ranges_.data() + ranges_.size()};
}

UidSet::Iterator UidSet::end() const noexcept {
  return {ranges_.data() + ranges_.size(), ranges_.data() + ranges_.size()};
}

UidSet::Iterator& UidSet::Iterator::operator++() noexcept {
  if (uid_ != range_->last) {
    ++uid_;
    return *this;
  }
  ++range_;
  uid_ = range_ == end_ ? 0 : range_->first;
  return *this;
}

UidSet::Iterator UidSet::Iterator::operator++(int) noexcept {
  Iterator before = *this;
  ++*this;
  return before;
}

Result<UidSet> parse_uid_set(std::string_view text, std::optional<Uid> star) {
  auto ranges = parse_ranges(text, star);
  if (!ranges) return std::unexpected(std::move(ranges).error());
  return UidSet::from_unsorted(*std::move(ranges));
}

Result<std::vector<UidRange>> parse_uid_ranges(std::string_view text) {
  return parse_ranges(text, std::nullopt);
}

std::string print(const UidSet& set) {
  std::string out;
  for (const UidRange& range : set.ranges()) append_text(out, range);
  return out;
}

std::vector<UidSet> split(const UidSet& set, std::size_t longest_bytes) {
  std::vector<UidSet> parts;
  std::size_t printed = 0;
  std::string text;
  for (const UidRange& range : set.ranges()) {
    text.clear();
    append_text(text, range);
    if (parts.empty() || printed + 1 + text.size() > longest_bytes) {
      parts.emplace_back();
      printed = 0;
    }
    printed += text.size() + (printed == 0 ? 0 : 1);
    parts.back().add(range);
  }
  return parts;
}

std::vector<UidSet> split_by_count(const UidSet& set, std::uint64_t most_uids) {
  std::vector<UidSet> parts;
  std::uint64_t room = 0;
  for (UidRange range : set.ranges()) {
    for (std::uint64_t left = range.count(); left > 0; left = range.count()) {
      if (room == 0) {
        parts.emplace_back();
        room = std::max<std::uint64_t>(most_uids, 1);
      }
      const std::uint64_t taken = std::min(left, room);
      room -= taken;
      const Uid last = range.first + static_cast<Uid>(taken - 1);
      parts.back().add(UidRange{range.first, last});
      if (taken == left) break;
      range.first = last + 1;
    }
  }
  return parts;
}

}  // namespace postferry::imap

// UidSet: a sorted set of UIDs held as ranges, and its text form, sequence-set and uid-set
// (RFC 3501 section 9, RFC 4315 section 4).
//
// Used for SEARCH, ESEARCH, VANISHED, APPENDUID and for every command that names messages. A set
// built in ascending order costs one comparison a UID. Values; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace postferry::imap {

using Uid = std::uint32_t;          // nz-number; 0 is never a UID
using UidValidity = std::uint32_t;  // nz-number
using ModSeq = std::uint64_t;       // RFC 7162: 63 bits

// Both ends belong to the range; first <= last.
struct UidRange {
  Uid first = 0;
  Uid last = 0;
  std::uint64_t count() const noexcept { return std::uint64_t{last} - first + 1; }
  bool operator==(const UidRange&) const = default;
};

class UidSet {
 public:
  class Iterator;

  UidSet() = default;
  explicit UidSet(UidRange range) { add(range); }
  // Sorts and merges; each range must be ascending.
  static UidSet from_unsorted(std::vector<UidRange> ranges);

  // Merges with neighbours. Constant time at the end, linear in the ranges elsewhere. UID 0 is
  // left out.
  void add(Uid uid) { add(UidRange{uid, uid}); }
  void add(UidRange range);
  void add(const UidSet& other);
  void remove(const UidSet& other);

  bool empty() const noexcept { return ranges_.empty(); }
  std::uint64_t count() const noexcept;
  bool contains(Uid uid) const noexcept;
  Uid smallest() const noexcept { return ranges_.empty() ? 0 : ranges_.front().first; }
  Uid largest() const noexcept { return ranges_.empty() ? 0 : ranges_.back().last; }

  // Sorted, apart by at least one UID.
  const std::vector<UidRange>& ranges() const noexcept { return ranges_; }
  // Each UID, ascending. A hostile server's set may hold 2^32 of them: look at count() first.
  Iterator begin() const noexcept;
  Iterator end() const noexcept;

  bool operator==(const UidSet&) const = default;

 private:
  std::vector<UidRange> ranges_;
};

class UidSet::Iterator {
 public:
  using value_type = Uid;
  using difference_type = std::ptrdiff_t;
  Iterator() = default;
  // At the first UID of [range, end), or at the end.
  Iterator(const UidRange* range, const UidRange* end)
      : range_(range), end_(end), uid_(range == end ? 0 : range->first) {}
  Uid operator*() const noexcept { return uid_; }
  Iterator& operator++() noexcept;
  Iterator operator++(int) noexcept;
  bool operator==(const Iterator&) const = default;

 private:
  const UidRange* range_ = nullptr;
  const UidRange* end_ = nullptr;
  Uid uid_ = 0;
};

// uid-set = (uniqueid / uid-range) *("," uid-set). In any order, also overlapping and reversed.
// '*' stands for `star` and is refused without one. "" is the empty set.
// Error: protocol_broken; bound_exceeded beyond 64 MB of text.
Result<UidSet> parse_uid_set(std::string_view text, std::optional<Uid> star = std::nullopt);

// The same, in the order written (COPYUID pairs two sets by position); each range ascending.
Result<std::vector<UidRange>> parse_uid_ranges(std::string_view text);

// "1:3,7"; "" for the empty set.
std::string print(const UidSet& set);

// Several sets that together hold all UIDs, none of which prints longer than `longest_bytes`
// (at least 21, the longest range). Servers bound a command line at 8 KB and less.
std::vector<UidSet> split(const UidSet& set, std::size_t longest_bytes);

// Several sets of at most `most_uids` UIDs each, ascending.
std::vector<UidSet> split_by_count(const UidSet& set, std::uint64_t most_uids);

}  // namespace postferry::imap

// FolderPath: the name of a folder as UTF-8 segments, without any server's separator or encoding.
//
// The first segment "INBOX" (any case) is written INBOX; no segment is empty, holds a NUL, or is
// not UTF-8. Stores translate to and from their wire names; the engine maps paths to paths.
#pragma once

#include <compare>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace postferry::mail {

class FolderPath {
 public:
  FolderPath() = default;  // the root, which is no folder

  // Error bad_usage when a segment is empty, too long (over 1024 bytes), has NUL or is not UTF-8.
  static Result<FolderPath> from_segments(std::vector<std::string> segments);
  // "A/B" as people write it: '/' separates, "//" stands for a slash inside a segment, and a
  // backslash before a segment that begins with a slash or backslash keeps it whole.
  static Result<FolderPath> parse(std::string_view text);

  std::span<const std::string> segments() const noexcept { return segments_; }
  bool is_root() const noexcept { return segments_.empty(); }
  bool is_inbox() const noexcept { return segments_.size() == 1 && segments_[0] == "INBOX"; }
  const std::string& name() const { return segments_.back(); }
  FolderPath parent() const;
  FolderPath child(std::string name) const;
  // Whether this is `other` or lies below it.
  bool is_within(const FolderPath& other) const;

  // The inverse of parse(), for people, rules and the journal.
  std::string text() const;

  auto operator<=>(const FolderPath&) const = default;

 private:
  explicit FolderPath(std::vector<std::string> segments) : segments_(std::move(segments)) {}
  std::vector<std::string> segments_;
};

}  // namespace postferry::mail

template <>
struct std::hash<postferry::mail::FolderPath> {
  std::size_t operator()(const postferry::mail::FolderPath& path) const {
    return std::hash<std::string>{}(path.text());
  }
};

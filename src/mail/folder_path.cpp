#include "mail/folder_path.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "text/utf8.hpp"

namespace postferry::mail {
namespace {

constexpr std::size_t longest_segment_bytes = 1024;

bool is_inbox_name(std::string_view name) {
  constexpr std::string_view inbox = "INBOX";
  return std::ranges::equal(name, inbox, {}, [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
}

Error bad_segment(std::string_view segment, std::string_view why) {
  return Error{.code = ErrorCode::bad_usage,
               .text = std::string("A folder name ").append(why).append("."),
               .where = std::string(segment.substr(0, 80)),
               .scope = Scope::folder};
}

}  // namespace

Result<FolderPath> FolderPath::from_segments(std::vector<std::string> segments) {
  for (const auto& segment : segments) {
    if (segment.empty()) return std::unexpected(bad_segment(segment, "has an empty part"));
    if (segment.size() > longest_segment_bytes)
      return std::unexpected(bad_segment(segment, "is longer than 1024 bytes"));
    if (segment.find('\0') != std::string::npos)
      return std::unexpected(bad_segment(segment, "contains a NUL"));
    if (!text::is_utf8(segment)) return std::unexpected(bad_segment(segment, "is not UTF-8"));
  }
  if (!segments.empty() && is_inbox_name(segments[0])) segments[0] = "INBOX";
  return FolderPath(std::move(segments));
}

Result<FolderPath> FolderPath::parse(std::string_view text) {
  std::vector<std::string> segments(1);
  bool at_start = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = std::exchange(at_start, false) && text[i] == '\\';
    if (escape) continue;
    if (text[i] != '/') {
      segments.back().push_back(text[i]);
    } else if (i + 1 < text.size() && text[i + 1] == '/') {
      segments.back().push_back('/');
      ++i;
    } else {
      segments.emplace_back();
      at_start = true;
    }
  }
  return from_segments(std::move(segments));
}

FolderPath FolderPath::parent() const {
  if (segments_.empty()) return {};
  return FolderPath(std::vector<std::string>(segments_.begin(), segments_.end() - 1));
}

FolderPath FolderPath::child(std::string name) const {
  auto segments = segments_;
  segments.push_back(is_root() && is_inbox_name(name) ? "INBOX" : std::move(name));
  return FolderPath(std::move(segments));
}

bool FolderPath::is_within(const FolderPath& other) const {
  return segments_.size() >= other.segments_.size() &&
         std::equal(other.segments_.begin(), other.segments_.end(), segments_.begin());
}

std::string FolderPath::text() const {
  std::string result;
  for (const auto& segment : segments_) {
    if (&segment != &segments_.front()) result.push_back('/');
    if (segment.starts_with('/') || segment.starts_with('\\')) result.push_back('\\');
    for (const char c : segment) {
      if (c == '/') result.push_back('/');
      result.push_back(c);
    }
  }
  return result;
}

}  // namespace postferry::mail

#include "imap/store/folder_names.hpp"

#include <algorithm>
#include <cstddef>
#include <fmt/core.h>
#include <utility>
#include <vector>

#include "base/sha256.hpp"
#include "text/ascii.hpp"
#include "text/utf8.hpp"

namespace postferry::imap {
namespace {

constexpr std::size_t longest_segment_bytes = 1024;

// "INBOX.", "inbox.": the letters of INBOX compare without case wherever they begin a name.
bool begins_with(std::string_view mailbox, std::string_view prefix) {
  if (mailbox.size() < prefix.size()) return false;
  const auto inbox = std::min<std::size_t>(prefix.size(), 5);
  if (is_inbox_name(prefix.substr(0, inbox)))
    return is_inbox_name(mailbox.substr(0, inbox)) &&
           mailbox.substr(inbox).starts_with(prefix.substr(inbox));
  return mailbox.starts_with(prefix);
}

bool belongs_to(std::string_view mailbox, const Namespace& space) {
  if (begins_with(mailbox, space.prefix)) return true;
  std::string_view bare = space.prefix;
  if (space.delimiter && bare.ends_with(*space.delimiter)) bare.remove_suffix(1);
  return !bare.empty() && mailbox == bare;
}

std::size_t best_match(std::string_view mailbox, const std::vector<Namespace>& spaces) {
  std::size_t best = 0;
  for (const auto& space : spaces)
    if (belongs_to(mailbox, space)) best = std::max(best, space.prefix.size() + 1);
  return best;
}

std::string cut(std::string segment) {
  const auto digest = sha256(segment);
  segment.resize(longest_segment_bytes - 16);
  while (!segment.empty() && !text::is_utf8(segment)) segment.pop_back();
  return segment + fmt::format("~{:02x}{:02x}{:02x}", digest[0], digest[1], digest[2]);
}

std::string segment_of(std::string_view raw, NameEncoding encoding) {
  if (raw.empty()) return "_";
  // Only a whole name is INBOX without case; a level below keeps its letters.
  std::string segment = is_inbox_name(raw) ? std::string(raw) : name_from_wire(raw, encoding).utf8;
  std::ranges::replace(segment, '\0', '_');
  if (segment.empty()) return "_";
  return segment.size() > longest_segment_bytes ? cut(std::move(segment)) : segment;
}

std::vector<std::string> segments_of(std::string_view name, std::optional<char> delimiter,
                                     NameEncoding encoding) {
  std::vector<std::string> segments;
  if (delimiter)
    while (name.size() > 1 && name.back() == *delimiter) name.remove_suffix(1);
  while (delimiter) {
    const auto end = name.find(*delimiter);
    if (end == std::string_view::npos) break;
    segments.push_back(segment_of(name.substr(0, end), encoding));
    name.remove_prefix(end + 1);
  }
  segments.push_back(segment_of(name, encoding));
  return segments;
}

// Whether, below a prefix, the levels stand for the path as they are: {INBOX, Sub} for a mailbox
// INBOX.INBOX.Sub. Else an INBOX is put before them.
bool stands_for_itself(std::span<const std::string> levels) {
  if (!is_inbox_name(levels[0])) return true;
  return levels[0] == "INBOX" && levels.size() > 1 && !is_inbox_name(levels[1]);
}

Error no_name(const mail::FolderPath& path, std::string why) {
  return Error{.code = ErrorCode::folder_refused,
               .text = std::move(why),
               .where = path.text(),
               .scope = Scope::folder};
}

}  // namespace

bool is_inbox_name(std::string_view text) noexcept {
  return text::equal_ignoring_case(text, "INBOX");
}

FolderNames personal_names(const NamespaceResponse& namespaces, NameEncoding encoding) {
  if (namespaces.personal.empty()) return {.prefix = {}, .delimiter = '/', .encoding = encoding};
  const auto& first = namespaces.personal.front();
  return {.prefix = first.prefix, .delimiter = first.delimiter, .encoding = encoding};
}

bool is_personal(std::string_view mailbox, const NamespaceResponse& namespaces) {
  if (is_inbox_name(mailbox)) return true;
  for (const auto& space : namespaces.personal)
    if (!space.prefix.empty() && space.delimiter && mailbox.size() + 1 == space.prefix.size() &&
        belongs_to(mailbox, space))
      return false;
  const auto own = best_match(mailbox, namespaces.personal);
  return own >= best_match(mailbox, namespaces.others) &&
         own >= best_match(mailbox, namespaces.shared);
}

mail::FolderPath path_of(std::string_view mailbox, std::optional<char> delimiter,
                         const FolderNames& names) {
  const bool inside = !names.prefix.empty() && mailbox.size() > names.prefix.size() &&
                      begins_with(mailbox, names.prefix);
  std::vector<std::string> segments;
  if (is_inbox_name(mailbox)) {
    segments = {"INBOX"};
  } else if (!inside) {
    segments = segments_of(mailbox, delimiter, names.encoding);
  } else {
    segments = segments_of(mailbox.substr(names.prefix.size()), delimiter, names.encoding);
    if (!stands_for_itself(segments)) segments.insert(segments.begin(), "INBOX");
  }
  return mail::FolderPath::from_segments(std::move(segments)).value();
}

Result<std::string> mailbox_of(const mail::FolderPath& path, const FolderNames& names) {
  auto levels = path.segments();
  if (levels.empty()) return std::unexpected(no_name(path, "The root is no folder."));
  if (path.is_inbox()) return "INBOX";
  if (!names.prefix.empty() && levels[0] == "INBOX" && is_inbox_name(levels[1])) {
    levels = levels.subspan(1);
    if (stands_for_itself(levels))
      return std::unexpected(no_name(path, "This server has no name for it."));
  }
  if (levels.size() > 1 && !names.delimiter)
    return std::unexpected(no_name(path, "This server has no folders inside folders."));
  std::string mailbox = names.prefix;
  for (const auto& level : levels) {
    if (names.delimiter && level.find(*names.delimiter) != std::string::npos)
      return std::unexpected(
          no_name(path, fmt::format("'{}' separates levels on this server.", *names.delimiter)));
    const auto encoded = name_to_wire(level, names.encoding);
    if (!encoded) return std::unexpected(no_name(path, encoded.error().text));
    if (&level != &levels.front()) mailbox.push_back(*names.delimiter);
    mailbox += encoded->raw;
  }
  return mailbox;
}

mail::FolderPath twin_path(const mail::FolderPath& path, std::string_view mailbox) {
  const auto digest = sha256(mailbox);
  std::string name = path.name();
  if (name.size() > longest_segment_bytes - 16) name = cut(std::move(name));
  name += fmt::format(" ({:02x}{:02x}{:02x}{:02x})", digest[0], digest[1], digest[2], digest[3]);
  return path.parent().child(std::move(name));
}

}  // namespace postferry::imap

#include "local/memory_naming.hpp"

#include <algorithm>
#include <string_view>

#include "text/ascii.hpp"
#include "text/modified_utf7.hpp"

namespace postferry::local {
namespace {

std::size_t encoded_bytes(const std::string& segment, mail::NameEncoding encoding) {
  if (encoding == mail::NameEncoding::utf8) return segment.size();
  return text::modified_utf7_encode(segment).value_or(segment).size();
}

}  // namespace

std::optional<std::string> name_refusal(const mail::FolderPath& path,
                                        const mail::NamingRules& rules) {
  if (path.is_root()) return "A folder needs a name.";
  std::size_t path_bytes = path.segments().size() - 1;
  for (const auto& segment : path.segments()) {
    if (segment.find_first_of(rules.forbidden) != std::string::npos)
      return "The name holds a character that is not allowed.";
    const std::size_t bytes = encoded_bytes(segment, rules.encoding);
    if (bytes > rules.longest_segment_bytes) return "The name is too long.";
    path_bytes += bytes;
  }
  if (path_bytes > rules.longest_path_bytes) return "The path is too long.";
  if (std::ranges::find(rules.reserved, path.segments()[0]) != rules.reserved.end())
    return "The name is reserved.";
  return std::nullopt;
}

bool same_name(const mail::FolderPath& left, const mail::FolderPath& right, mail::NameCase rule) {
  if (rule == mail::NameCase::distinct) return left == right;
  return std::ranges::equal(left.segments(), right.segments(), text::equal_ignoring_case);
}

}  // namespace postferry::local

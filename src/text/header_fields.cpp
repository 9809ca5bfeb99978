#include "text/header_fields.hpp"

#include <cstddef>

namespace postferry::text {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// One line without its end; `rest` moves behind it.
std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  auto line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

bool is_field_name(std::string_view name) {
  if (name.empty()) return false;
  for (const char c : name)
    if (c <= ' ' || c == 0x7F) return false;
  return true;
}

}  // namespace

bool take_field(std::string_view& header, HeaderField& field) {
  while (!header.empty()) {
    const auto line = take_line(header);
    if (line.empty()) return false;
    auto end = line.data() + line.size();
    while (!header.empty() && is_blank(header.front())) {
      const auto fold = take_line(header);
      end = fold.data() + fold.size();
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const auto name = trimmed(line.substr(0, colon));
    if (!is_field_name(name)) continue;
    const auto body = line.data() + colon + 1;
    field = {name, std::string_view(body, static_cast<std::size_t>(end - body))};
    return true;
  }
  return false;
}

std::string unfolded(std::string_view body) {
  std::string result;
  bool gap = false;
  for (const char c : body) {
    if (is_blank(c) || c == '\r' || c == '\n') {
      gap = !result.empty();
      continue;
    }
    if (gap) result.push_back(' ');
    gap = false;
    result.push_back(c);
  }
  return result;
}

std::size_t header_length(std::string_view message) {
  if (message.starts_with("\n")) return 1;
  if (message.starts_with("\r\n")) return 2;
  for (std::size_t at = message.find('\n'); at != std::string_view::npos;
       at = message.find('\n', at + 1)) {
    if (message.substr(at + 1).starts_with("\n")) return at + 2;
    if (message.substr(at + 1).starts_with("\r\n")) return at + 3;
  }
  return std::string_view::npos;
}

}  // namespace postferry::text

#include "api/list_guide.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace postferry::api {
namespace {

// Marks of the documentation's own writing are no marks here.
std::string without_marks(std::string_view text) {
  std::string plain(text);
  std::erase(plain, '`');
  return plain;
}

constexpr std::string_view rules_of_all =
    "\nIn all lists: UTF-8 or UTF-16; a field that holds the separator, a quote or a line end "
    "stands "
    "between\n\" quotes, a quote inside it is doubled; blanks belong to passwords.\n"
    "Times: 2026-11-25 22:00, 25.11.2026 22:00 or 2026-11-25T22:00:00+01:00; without an offset "
    "they are\nread in your time zone. A second run also as hours after the end of the first: "
    "+8h.\n";

}  // namespace

std::string list_guide(const service::ListFormat& format) {
  auto text = fmt::format("{}\n\n{}\n\nColumns:\n", format.title, format.text);
  for (const auto& column : format.columns)
    text += fmt::format("  {:<18} {}{}\n", column.id,
                        column.need == service::Need::required ? "(needed) " : "",
                        without_marks(column.text));
  if (format.has_header)
    text +=
        "The first line names the columns, in any order. Further columns choose folders and pace, "
        "called like\nthe options of postferry copy: exclude, exclude-special, include, map, into, "
        "max-size, since, before.\n";
  text += rules_of_all;
  return text + "\nExample:\n\n" + std::string(format.example);
}

}  // namespace postferry::api

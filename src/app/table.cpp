#include "app/table.hpp"

#include <algorithm>

#include "text/display.hpp"
#include "text/quantities.hpp"

namespace postferry::app {
namespace {

std::string line_of(const std::vector<Column>& columns, const std::vector<std::size_t>& widths,
                    const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t at = 0; at < columns.size(); ++at) {
    if (at != 0) line += "  ";
    line += columns[at].align == Align::right ? text::padded_left(cells[at], widths[at])
                                              : text::padded_right(cells[at], widths[at]);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

}  // namespace

std::string Table::text() const {
  std::vector<std::string> titles;
  std::vector<std::size_t> widths;
  for (const auto& column : columns) {
    titles.push_back(column.title);
    widths.push_back(text::display_width(column.title));
  }
  for (const auto& row : rows)
    for (std::size_t at = 0; at < columns.size(); ++at)
      widths[at] = std::max(widths[at], text::display_width(row[at]));
  auto result = line_of(columns, widths, titles);
  for (const auto& row : rows) result += line_of(columns, widths, row);
  return result;
}

std::string count_cell(std::uint64_t count) { return count == 0 ? "-" : text::grouped(count); }

}  // namespace postferry::app

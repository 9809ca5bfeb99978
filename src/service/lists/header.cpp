#include "service/lists/header.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "text/ascii.hpp"
#include "text/display.hpp"

namespace postferry::service {
namespace {

// A first line of so few cells, one of them a URL, is the first account of a list without header.
constexpr std::size_t most_cells_of_an_account = 4;

HeaderProblem unknown(const std::string& name, const std::vector<std::string>& cells) {
  if (cells.size() <= most_cells_of_an_account && name.contains("://"))
    return {HeaderFault::no_header,
            {},
            "The first line must name the columns: source,source_password,target,target_password."};
  return {HeaderFault::unknown_column,
          {},
          fmt::format("There is no column \"{}\". A name that begins with # is passed over.",
                      text::shortened(text::printable(name), 40))};
}

}  // namespace

bool Header::has(std::size_t field) const {
  return std::ranges::find(columns, std::optional(field), &HeaderColumn::field) != columns.end();
}

bool Header::is_known() const {
  return std::ranges::none_of(problems, [](const HeaderProblem& problem) {
    return problem.fault != HeaderFault::column_twice;
  });
}

Header read_header(const std::vector<std::string>& cells, std::span<const std::string_view> known) {
  Header header;
  std::vector<std::string> seen;
  for (const auto& cell : cells) {
    HeaderColumn column{.name = std::string(text::trimmed(cell))};
    auto name = column_name(cell);
    const auto field = std::ranges::find(known, name);
    if (field != known.end()) column.field = static_cast<std::size_t>(field - known.begin());
    column.choice = choice_column(name);
    const bool passed_over = name.starts_with('#') || name.empty();
    if (!passed_over && !column.field && column.choice == nullptr) {
      header.problems.push_back(unknown(column.name, cells));
      return header;
    }
    const bool repeatable = column.choice != nullptr && column.choice->is_repeatable();
    if (!passed_over && !repeatable && std::ranges::find(seen, name) != seen.end())
      header.problems.push_back(
          {HeaderFault::column_twice, column.name, "The column stands there twice."});
    seen.push_back(std::move(name));
    header.columns.push_back(std::move(column));
  }
  return header;
}

}  // namespace postferry::service

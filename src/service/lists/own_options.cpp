#include "service/lists/own_options.hpp"

#include <algorithm>

#include "text/ascii.hpp"

namespace postferry::service {
namespace {

// Visits each cell that chooses something.
template <class Visit>
void each_choice(const Header& header, const std::vector<std::string>& cells, Visit visit) {
  for (std::size_t at = 0; at < std::min(cells.size(), header.columns.size()); ++at) {
    const auto& column = header.columns[at];
    if (column.choice == nullptr) continue;
    if (const auto value = text::trimmed(cells[at]); !value.empty()) visit(column, value);
  }
}

}  // namespace

OwnOptions own_options(const Header& header, const std::vector<std::string>& cells,
                       const WrittenChoices& common) {
  OwnOptions own;
  std::optional<WrittenChoices> written;
  each_choice(header, cells, [&](const HeaderColumn& column, std::string_view) {
    if (!written) written = common;
    clear_choice(*written, *column.choice);
  });
  if (!written) return own;
  each_choice(header, cells, [&](const HeaderColumn& column, std::string_view value) {
    if (auto wrong = write_choice(*written, *column.choice, value))
      own.problems.push_back({column.name, std::move(*wrong)});
  });
  auto options = engine_options(*written);
  if (options) {
    if (!own.problems.empty()) return own;
    own.options = std::move(*options);
    own.written = std::move(*written);
    return own;
  }
  auto option = options.error().where;
  option.erase(0, option.find_first_not_of('-'));
  own.problems.push_back({std::move(option), options.error().text});
  return own;
}

}  // namespace postferry::service

#include "service/lists/csv_export.hpp"

#include <fmt/format.h>

#include "text/csv.hpp"
#include "text/display.hpp"

namespace postferry::service {
namespace {

// Also behind blanks, which some spreadsheets pass over, and in their wide forms.
bool is_formula(std::string_view text) {
  constexpr std::string_view openers = "=+-@\t\r\n";
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return false;
  const auto rest = text.substr(first);
  if (openers.contains(rest.front())) return true;
  for (const auto* wide : {"\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"})
    if (rest.starts_with(wide)) return true;
  return false;
}

std::string cell_text(const CsvExport::Cell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return fmt::format("{}", *number);
  return harmless_cell(std::get<std::string_view>(cell));
}

}  // namespace

CsvExport::CsvExport(std::initializer_list<std::string_view> columns) : text_("\xEF\xBB\xBF") {
  std::string_view between;
  for (const auto column : columns) {
    text_ += between;
    text_ += text::csv_field(column);
    between = ",";
  }
  text_ += "\r\n";
}

void CsvExport::add(std::span<const Cell> row) {
  for (std::size_t at = 0; at < row.size(); ++at) {
    if (at > 0) text_ += ',';
    text_ += cell_text(row[at]);
  }
  text_ += "\r\n";
}

std::string harmless_cell(std::string_view text) {
  auto valid = text::valid_utf8(text);
  std::erase(valid, '\0');
  return text::csv_field(is_formula(valid) ? "'" + valid : valid);
}

}  // namespace postferry::service

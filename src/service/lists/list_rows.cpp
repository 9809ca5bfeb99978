#include "service/lists/list_rows.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "base/secret.hpp"
#include "service/lists/list_text.hpp"
#include "text/ascii.hpp"
#include "text/display.hpp"

namespace postferry::service {
namespace {

using enum FindingCode;
using text::CsvProblem;
using text::CsvRow;

constexpr std::size_t fields_with_master = 5;
constexpr std::size_t password_of_four = 3;  // the place that a row of five leaves out

Finding finding_of(CsvProblem problem) {
  switch (problem) {
    case CsvProblem::none:
    case CsvProblem::text_behind_quotes:
      break;
    case CsvProblem::quotes_not_closed:
      return {quotes_not_closed, "The quotes that open here are never closed."};
    case CsvProblem::row_too_long:
      return {row_too_long, "The row is longer than 64 KB; perhaps quotes are not closed."};
    case CsvProblem::too_many_fields:
      return {too_many_fields, "The row has more than 256 fields."};
  }
  return {text_behind_quotes,
          "Something stands behind closing quotes; a quote inside a field in quotes is doubled."};
}

bool is_blank(const CsvRow& row) {
  return row.problem == CsvProblem::none &&
         std::ranges::all_of(row.fields,
                             [](const std::string& field) { return text::trimmed(field).empty(); });
}

std::vector<CsvRow> rows_of_text(std::string_view bytes, const ListInput& input, ListRows& list) {
  auto utf8 = decoded(bytes);
  const auto id = input.format ? input.format : recognised(utf8);
  std::vector<CsvRow> rows;
  if (id) {
    list.format = &list_format(*id);
    rows = rows_of(utf8, *list.format, input.common.delimiter, most_rows_checked + 2);
  } else if (text::trimmed(utf8).empty()) {
    list.faults.push_back({0, {list_empty, "The list holds no accounts yet."}});
  } else {
    list.faults.push_back(
        {0, {format_unknown, "No format fits this list; choose one, and compare its example."}});
  }
  wipe(utf8);
  return rows;
}

std::vector<CsvRow> rows_of_cells(const std::vector<RowOfCells>& given, const ListInput& input,
                                  ListRows& list) {
  std::vector<CsvRow> rows;
  if (!input.format) {
    list.faults.push_back({0, {format_unknown, "Choose the format of the rows."}});
    return rows;
  }
  list.format = &list_format(*input.format);
  for (const auto& [line, cells] : given) {
    if (rows.size() > most_rows_checked + 1) break;
    rows.push_back({.line = line, .fields = cells.all()});
  }
  return rows;
}

ShownColumn shown(const ListColumn& column) {
  return {std::string(column.id), std::string(column.title), column.secrecy, column.need};
}

void place_columns(ListRows& list, std::size_t count) {
  for (std::size_t at = 0; at < count; ++at) {
    list.columns.push_back(shown(list.format->columns[at]));
    list.places[static_cast<std::size_t>(list.format->columns[at].field)] = at;
  }
}

// The line that names the columns of a format without one.
bool repeats_names(const CsvRow& row, const ListFormat& format) {
  return !row.fields.empty() && std::ranges::any_of(format.columns, [&](const ListColumn& column) {
    return text::equal_ignoring_case(text::trimmed(row.fields[0]), column.id);
  });
}

void read_header_of(ListRows& list, CsvRow& row) {
  std::vector<std::string> names;
  for (const auto& column : list.format->columns) names.push_back(column_name(column.id));
  const std::vector<std::string_view> known(names.begin(), names.end());
  auto& header = list.header.emplace(read_header(row.fields, known));
  const auto tell = [&](FindingCode code, std::string text) {
    list.faults.push_back({row.line, {code, std::move(text)}});
  };
  for (auto& [kind, column, text] : header.problems)
    tell(kind == HeaderFault::no_header        ? header_missing
         : kind == HeaderFault::unknown_column ? unknown_column
                                               : column_twice,
         column.empty() ? text : fmt::format("{}: {}", column, text));
  for (std::size_t at = 0; at < header.columns.size(); ++at) {
    const auto& column = header.columns[at];
    ShownColumn title{.id = column.name, .title = column.name};
    if (column.field) {
      title = shown(list.format->columns[*column.field]);
      auto& place =
          list.places[static_cast<std::size_t>(list.format->columns[*column.field].field)];
      if (!place) place = at;
    }
    list.columns.push_back(std::move(title));
  }
  for (std::size_t field = 0; field < list.format->columns.size() && header.is_known(); ++field)
    if (list.format->columns[field].need == Need::required && !header.has(field))
      tell(column_missing,
           fmt::format("The column {} is missing.", list.format->columns[field].id));
}

// How many columns of the format this list has: that with master users has more.
std::size_t columns_in(const ListFormat& format, const std::vector<CsvRow>& rows) {
  if (format.id != ListFormatId::local_accounts) return format.columns.size();
  const bool masters = std::ranges::any_of(
      rows, [](const CsvRow& row) { return row.fields.size() >= fields_with_master; });
  return masters ? format.columns.size() : format.least_fields;
}

// As many cells as columns, each under its own.
void fit(CsvRow& row, const ListFormat& format, std::size_t columns) {
  auto& cells = row.fields;
  while (cells.size() > columns && cells.back().empty()) cells.pop_back();
  if (format.id == ListFormatId::local_accounts && cells.size() == fields_with_master)
    cells.insert(cells.begin() + password_of_four, std::string());
  if (cells.size() < columns) cells.resize(columns);
}

void add_row(ListRows& list, CsvRow& row, std::size_t columns) {
  CheckedRow checked{.line = row.line};
  const auto written = row.fields.size();
  const auto tell = [&checked](Finding finding, std::optional<std::size_t> column = {}) {
    checked.problems.push_back({column, std::move(finding)});
  };
  fit(row, *list.format, columns);
  if (row.problem != CsvProblem::none)
    tell(finding_of(row.problem), written < columns ? std::optional(written) : std::nullopt);
  else if (written < list.format->least_fields)
    tell({too_few_fields, fmt::format("The row has {} fields; this format has {}.", written,
                                      list.format->columns.size())});
  else if (row.fields.size() > columns)
    tell({too_many_fields,
          fmt::format("The row has {} fields, and there are {} columns. A field that holds the "
                      "separator stands in quotes.",
                      row.fields.size(), columns)});
  checked.cells = Cells(std::move(row.fields));
  // Nobody looks into the cells of a broken row, but they are shown.
  for (std::size_t at = 0; !checked.problems.empty() && at < checked.cells.size(); ++at)
    checked.cells.replace(at, text::valid_utf8(checked.cells[at]));
  list.rows.push_back(std::move(checked));
}

}  // namespace

ListRows list_rows(const ListInput& input) {
  ListRows list;
  const auto* given = std::get_if<std::vector<RowOfCells>>(&input.list);
  auto rows = given != nullptr ? rows_of_cells(*given, input, list)
                               : rows_of_text(std::get<std::string_view>(input.list), input, list);
  if (list.format == nullptr) return list;
  std::erase_if(rows, is_blank);
  if (list.format->has_header) {
    if (rows.empty()) return list;
    read_header_of(list, rows.front());
    if (!list.header->is_known()) return list;
    rows.erase(rows.begin());
  } else {
    if (given == nullptr && !rows.empty() && repeats_names(rows.front(), *list.format))
      rows.erase(rows.begin());
    place_columns(list, columns_in(*list.format, rows));
  }
  const auto columns = list.columns.size();
  for (auto& row : rows) {
    if (list.rows.size() == most_rows_checked) {
      list.more = MoreRows::yes;
      break;
    }
    add_row(list, row, columns);
  }
  return list;
}

}  // namespace postferry::service

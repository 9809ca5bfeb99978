#include "service/lists/list_text.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "service/lists/choice_columns.hpp"
#include "text/ascii.hpp"
#include "text/encodings.hpp"

namespace postferry::service {
namespace {

using text::CsvProblem;
using text::CsvRow;
using text::CsvStyle;
using text::LineEnds;

constexpr std::size_t piece_bytes = 4096;
constexpr std::size_t sample_rows = 5;

// Where this line of the text begins; lines end with CRLF, LF or CR.
std::size_t begin_of_line(std::string_view text, std::size_t line) {
  std::size_t at = 0;
  for (std::size_t number = 1; number < line && at < text.size(); ++number) {
    at = std::min(text.find_first_of("\r\n", at), text.size());
    at += text.substr(at, 2) == "\r\n" ? 2 : 1;
  }
  return std::min(at, text.size());
}

std::vector<CsvRow> read(std::string_view utf8, CsvStyle style, std::size_t most_rows) {
  std::vector<CsvRow> rows;
  text::CsvReader reader(
      [&](CsvRow row) {
        if (rows.size() < most_rows) rows.push_back(std::move(row));
      },
      style);
  // Stops soon behind the last row that is wanted.
  for (std::size_t at = 0; at < utf8.size() && rows.size() < most_rows; at += piece_bytes)
    reader.feed(utf8.substr(at, piece_bytes));
  reader.finish();
  return rows;
}

bool swallows_lines(const CsvRow& row) {
  return row.problem == CsvProblem::quotes_not_closed || row.problem == CsvProblem::row_too_long;
}

// Fields may hold line ends, until quotes are not closed: from there on each line is a row.
std::vector<CsvRow> read_recovering(std::string_view utf8, std::size_t most_rows) {
  auto rows = read(utf8, {}, most_rows);
  const auto broken = std::ranges::find_if(rows, swallows_lines);
  if (broken == rows.end()) return rows;
  const auto line = broken->line;
  rows.erase(broken, rows.end());
  // The separator is the one of the first line, which a rest would not tell.
  const auto first = utf8.substr(0, begin_of_line(utf8, 2));
  CsvStyle style{.line_ends = LineEnds::of_rows};
  std::string separators = ",;\t";
  style.separator = *std::ranges::max_element(separators, {},
                                              [&](char c) { return std::ranges::count(first, c); });
  auto rest = read(utf8.substr(begin_of_line(utf8, line)), style, most_rows - rows.size());
  for (auto& row : rest) row.line += line - 1;
  std::ranges::move(rest, std::back_inserter(rows));
  return rows;
}

std::vector<CsvRow> sample(std::string_view utf8, std::optional<char> separator) {
  auto rows = read(utf8, {.separator = separator, .line_ends = LineEnds::of_rows}, sample_rows);
  std::erase_if(
      rows, [](const CsvRow& row) { return row.fields.empty() || row.fields[0].starts_with('#'); });
  return rows;
}

bool names_a_source(const CsvRow& row) {
  return std::ranges::any_of(row.fields,
                             [](const auto& field) { return column_name(field) == "source"; });
}

std::size_t widest(const std::vector<CsvRow>& rows) {
  std::size_t most = 0;
  for (const auto& row : rows) most = std::max(most, row.fields.size());
  return most;
}

}  // namespace

std::string decoded(std::string_view bytes) {
  text::TextDecoder decoder;
  auto utf8 = decoder.decode(bytes);
  return utf8 += decoder.finish();
}

std::vector<CsvRow> rows_of(std::string_view utf8, const ListFormat& format,
                            std::optional<char> delimiter, std::size_t most_rows) {
  if (format.has_header) return read_recovering(utf8, most_rows);
  const auto separator = format.separator ? format.separator : delimiter;
  auto rows = read(
      utf8,
      {.separator = separator.value_or(likely_delimiter(utf8)), .line_ends = LineEnds::of_rows},
      most_rows);
  std::erase_if(rows, [](const CsvRow& row) {
    return !row.fields.empty() && row.fields[0].starts_with('#');
  });
  return rows;
}

std::optional<ListFormatId> recognised(std::string_view utf8) {
  const auto header = read(utf8, {}, 1);
  if (!header.empty() && names_a_source(header.front())) return ListFormatId::postferry;
  const auto by_semicolon = sample(utf8, ';');
  if (by_semicolon.empty()) return std::nullopt;
  const auto fields = widest(by_semicolon);
  if (fields > 6) return ListFormatId::twelve_fields;
  if (fields > 3) return ListFormatId::local_accounts;
  if (by_semicolon.front().fields.front().contains("://")) return ListFormatId::postferry;
  const auto listed = widest(sample(utf8, likely_delimiter(utf8)));
  if (listed == 2 || listed == 3) return ListFormatId::user_list;
  return std::nullopt;
}

char likely_delimiter(std::string_view utf8) {
  constexpr std::string_view all = ",;\t|:";
  while (!utf8.empty()) {
    const auto end = std::min(utf8.find_first_of("\r\n"), utf8.size());
    const auto line = text::trimmed(utf8.substr(0, end));
    if (!line.empty() && !line.starts_with('#')) {
      // A first field in quotes may hold any of them.
      const auto behind = line.starts_with('"') ? line.find('"', 1) : 0;
      const auto at = line.find_first_of(all, std::min(behind, line.size()));
      return at == std::string_view::npos ? all.front() : line[at];
    }
    utf8.remove_prefix(std::min(end + 1, utf8.size()));
  }
  return all.front();
}

}  // namespace postferry::service

// CsvExport: the one place that writes CSV for people: finished migrations, accepted and refused
// rows, credits (RFC 4180, with CRLF and commas).
//
// Used by the API's downloads. A spreadsheet takes a cell that begins with = + - @, a tab or a line
// end for a formula, so such a cell gets an apostrophe before it; numbers of our own are not text
// and stay. One thread; the text grows with its rows.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace postferry::service {

class CsvExport {
 public:
  // What people and servers wrote, or a number of our own.
  using Cell = std::variant<std::string_view, std::int64_t>;

  explicit CsvExport(std::initializer_list<std::string_view> columns);

  void add(std::span<const Cell> row);
  void add(std::initializer_list<Cell> row) { add(std::span(row.begin(), row.size())); }

  // With a byte order mark, as Excel wants it for UTF-8.
  const std::string& text() const noexcept { return text_; }
  std::string take() && { return std::move(text_); }
  // What has grown since it was asked last, for tables that are sent while they are made.
  std::string take_so_far() { return std::exchange(text_, std::string()); }

 private:
  std::string text_;
};

// The text as a cell that no spreadsheet calculates.
std::string harmless_cell(std::string_view text);

}  // namespace postferry::service

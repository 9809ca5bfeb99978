// Table: rows of text in columns that line up, by the width that a terminal shows.
//
// Used by plan, verify and status. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace postferry::app {

enum class Align : std::uint8_t { left, right };

struct Column {
  std::string title;
  Align align = Align::left;
};

struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;  // as many cells as columns, printable

  // Lines with line ends; two blanks between columns, none at the end of a line.
  std::string text() const;
};

// A count as a cell; a dash for zero: what matters stands out.
std::string count_cell(std::uint64_t count);

}  // namespace postferry::app

// The rows of a list in the columns of its format, before anybody looks at what they say.
//
// Called by the formal check. Finds the format where none is chosen, reads the header where there
// is one, passes over a line that only repeats the names of the columns, and tells rows that do not
// fit the columns. Pure function.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "service/lists/formal_check.hpp"
#include "service/lists/header.hpp"
#include "service/lists/row_cells.hpp"

namespace postferry::service {

enum class MoreRows : std::uint8_t { no, yes };

struct ListRows {
  const ListFormat* format = nullptr;  // null: none was recognised
  std::optional<Header> header;
  std::vector<ShownColumn> columns;
  FieldPlaces places = {};
  std::vector<CheckedRow> rows;
  std::vector<ListFault> faults;
  MoreRows more = MoreRows::no;  // behind most_rows_checked
};

ListRows list_rows(const ListInput& input);

}  // namespace postferry::service

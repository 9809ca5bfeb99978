// The first line of a list that names its columns: which known column stands where.
//
// Called by the readers of lists that have one: the command line's and the service's own. Columns
// may stand in any order; a name that begins with # (or none) is passed over. What is written there
// may be a password when the header is missing, so only names are repeated. Pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "service/lists/choice_columns.hpp"

namespace postferry::service {

// A known field, a choice, or neither: then it is passed over.
struct HeaderColumn {
  std::string name;                       // as it is written there
  std::optional<std::size_t> field = {};  // its place among the known fields
  const ChoiceColumn* choice = nullptr;
};

enum class HeaderFault : std::uint8_t { no_header, unknown_column, column_twice };

struct HeaderProblem {
  HeaderFault fault;
  std::string column;  // empty: the whole line
  std::string text;
};

struct Header {
  std::vector<HeaderColumn> columns;  // up to the first that is unknown
  std::vector<HeaderProblem> problems;

  bool has(std::size_t field) const;
  bool is_known() const;  // every column is
};

// `known`: names of fields as column_name() gives them.
Header read_header(const std::vector<std::string>& cells, std::span<const std::string_view> known);

}  // namespace postferry::service

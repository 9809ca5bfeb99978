// RowCells: the cells of one row by what they say, and where to tell what is wrong with them.
//
// Made by the RowReader for each row. One thread.
#pragma once

#include <array>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>

#include "service/lists/checked_row.hpp"
#include "service/lists/list_format.hpp"
#include "service/pasted_text.hpp"

namespace postferry::service {

// Where each field stands in a row, if it does.
using FieldPlaces = std::array<std::optional<std::size_t>, field_count>;

class RowCells {
 public:
  RowCells(CheckedRow& row, const FieldPlaces& places) : row_(row), places_(places) {}

  std::optional<std::size_t> place(Field field) const {
    return places_[static_cast<std::size_t>(field)];
  }
  bool has(Field field) const { return place(field).has_value(); }
  // As it stands there; empty where the column is missing.
  std::string_view raw(Field field) const {
    const auto at = place(field);
    return at && *at < row_.cells.size() ? std::string_view(row_.cells[*at]) : std::string_view();
  }
  // Without what looks like nothing around it.
  std::string_view text(Field field) const { return without_edges(raw(field)); }
  bool is_bad(Field field) const {
    const auto at = place(field);
    return at && row_.is_bad(*at);
  }

  // At the field's column, or at the row where there is none.
  void tell(Field field, Finding finding) const {
    row_.problems.push_back({place(field), std::move(finding)});
  }
  // At the first of these columns that there is.
  void tell_first(std::initializer_list<Field> fields, Finding finding) const {
    for (const auto field : fields)
      if (has(field)) return tell(field, std::move(finding));
    row_.problems.push_back({std::nullopt, std::move(finding)});
  }
  // The value of a cell that is filled and readable; what is wrong with it is told.
  template <class Check>
  auto read(Field field, Check check) const
      -> std::optional<typename decltype(check(std::string_view()))::value_type> {
    if (text(field).empty() || is_bad(field)) return std::nullopt;
    auto value = check(text(field));
    if (value) return std::move(*value);
    tell(field, std::move(value.error()));
    return std::nullopt;
  }

  CheckedRow& row() const { return row_; }

 private:
  CheckedRow& row_;
  const FieldPlaces& places_;
};

}  // namespace postferry::service

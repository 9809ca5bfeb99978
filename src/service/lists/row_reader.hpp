// RowReader: from the cells of a row to a draft, in any format: a format only says which column
// says what.
//
// Used by the formal check, one for a list. Findings go into the row, at their column; a row with
// an error gives no draft, but what can be checked is checked. One thread.
#pragma once

#include <optional>
#include <string>

#include "service/lists/formal_check.hpp"
#include "service/lists/header.hpp"
#include "service/lists/row_cells.hpp"

namespace postferry::service {

struct RowReading {
  std::optional<Draft> draft = std::nullopt;  // nothing: an error is in the row
  // Equal keys mean the same account; empty where it is not known.
  std::string source_key = {};
  std::string target_key = {};
};

class RowReader {
 public:
  // `header` where the format has one. All must outlive this.
  RowReader(const ListInput& input, const ListFormat& format, const FieldPlaces& places,
            const Header* header)
      : input_(input), format_(format), places_(places), header_(header) {}

  RowReading read(CheckedRow& row) const;

 private:
  void check_cells(CheckedRow& row) const;
  void read_source(const RowCells& cells, DraftAccount& source) const;
  void read_target(const RowCells& cells, Draft& draft) const;
  void read_timing(const RowCells& cells, Timing& timing) const;
  void read_choices(const RowCells& cells, WrittenChoices& choices) const;
  bool is_required(Field field) const;

  const ListInput& input_;
  const ListFormat& format_;
  const FieldPlaces& places_;
  const Header* header_;
};

}  // namespace postferry::service

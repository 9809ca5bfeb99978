// CsvReader: rows of comma-separated values (RFC 4180), fed piece by piece; csv_field(): the way
// back.
//
// Used for lists of accounts and for results. The separator (comma, semicolon or tab) is found by
// looking at the first line, or told by Excel's "sep=;", or by the caller. Lines end with CRLF, LF
// or CR. Fields may hold passwords: buffers are wiped. Bounds: 64 KB a row, 256 fields. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postferry::text {

enum class CsvProblem : std::uint8_t {
  none,
  text_behind_quotes,  // "ab"c
  quotes_not_closed,   // up to the end of the file
  row_too_long,        // mostly because quotes are not closed
  too_many_fields,
};

struct CsvRow {
  std::size_t line = 1;  // of the file, from 1, where the row begins
  std::vector<std::string> fields;
  CsvProblem problem = CsvProblem::none;  // then the fields are those before it
};

// What a line end inside quotes means.
enum class LineEnds : std::uint8_t {
  of_fields,  // it belongs to the field
  of_rows,    // the row ends there, and its quotes are not closed
};

struct CsvStyle {
  std::optional<char> separator = std::nullopt;  // nothing: found by looking
  LineEnds line_ends = LineEnds::of_fields;
};

class CsvReader {
 public:
  static constexpr std::size_t longest_row_bytes = 65536;
  static constexpr std::size_t most_fields = 256;

  using Take = std::function<void(CsvRow row)>;

  // `take` hears of every row that is not empty, in order.
  explicit CsvReader(Take take, CsvStyle style = {})
      : take_(std::move(take)), separator_(style.separator), line_ends_(style.line_ends) {}
  ~CsvReader();
  CsvReader(const CsvReader&) = delete;
  CsvReader& operator=(const CsvReader&) = delete;

  // UTF-8, without a byte order mark.
  void feed(std::string_view bytes);
  // The last row, when no line end stands behind it.
  void finish();

 private:
  //   file    = row *(line-end row) [line-end]
  //   row     = field *(separator field)
  //   field   = DQUOTE *(any-but-DQUOTE / 2DQUOTE) DQUOTE / *any-but-separator-and-line-end
  enum class State : std::uint8_t { field_begins, plain, quoted, quote_in_quoted, skipping };

  void look(std::string_view bytes);
  void choose_separator();
  void take(char c);
  void take_line_end();
  void end_field();
  void end_row();
  void give_up(CsvProblem problem);

  Take take_;
  std::string head_;  // the first line, as long as the separator is not known
  bool head_quoted_ = false;
  std::optional<char> separator_;
  LineEnds line_ends_;
  State state_ = State::field_begins;
  CsvRow row_;
  std::string field_;
  std::size_t row_bytes_ = 0;
  std::size_t line_ = 1;
  bool after_cr_ = false;
};

//   The field between quotes where RFC 4180 wants them; separated by commas.
std::string csv_field(std::string_view text);

}  // namespace postferry::text

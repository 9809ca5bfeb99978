#include "text/csv.hpp"

#include <algorithm>
#include <utility>

#include "base/secret.hpp"

namespace postferry::text {
namespace {

bool is_separator(char c) { return c == ',' || c == ';' || c == '\t'; }

// The one that stands most often outside quotes; a comma where none does.
char most_frequent_separator(std::string_view line) {
  std::size_t counts[3] = {};
  constexpr std::string_view all = ",;\t";
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') quoted = !quoted;
    if (!quoted && is_separator(c)) ++counts[all.find(c)];
  }
  return all[static_cast<std::size_t>(std::ranges::max_element(counts) - counts)];
}

}  // namespace

CsvReader::~CsvReader() {
  wipe(head_);
  wipe(field_);
  for (auto& field : row_.fields) wipe(field);
}

void CsvReader::feed(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    if (!separator_) return look(bytes.substr(at));
    take(bytes[at]);
  }
}

void CsvReader::finish() {
  if (!separator_) choose_separator();
  if (state_ == State::quoted) give_up(CsvProblem::quotes_not_closed);
  const bool begun = state_ != State::field_begins || !row_.fields.empty() || !field_.empty();
  if (begun) {
    if (state_ != State::skipping) end_field();
    end_row();
  }
}

void CsvReader::look(std::string_view bytes) {
  std::size_t used = 0;
  while (used < bytes.size() && !separator_) {
    const char c = bytes[used++];
    head_ += c;
    if (c == '"') head_quoted_ = !head_quoted_;
    const bool whole = !head_quoted_ && (c == '\n' || c == '\r');
    if (whole || head_.size() > longest_row_bytes) choose_separator();
  }
  if (used < bytes.size()) feed(bytes.substr(used));
}

void CsvReader::choose_separator() {
  const auto head = std::exchange(head_, {});
  const std::string_view line = std::string_view(head).substr(0, head.find_first_of("\r\n"));
  const bool told = line.size() == 5 && line.starts_with("sep=") && is_separator(line.back());
  separator_ = told ? line.back() : most_frequent_separator(line);
  const auto begin = told ? line.size() : 0;
  for (std::size_t at = begin; at < head.size(); ++at) take(head[at]);
}

void CsvReader::take(char c) {
  const bool second_half = c == '\n' && std::exchange(after_cr_, false);
  if (!second_half && (c == '\n' || c == '\r')) ++line_;
  after_cr_ = c == '\r';
  if (state_ == State::quoted && line_ends_ == LineEnds::of_rows && (c == '\n' || c == '\r'))
    give_up(CsvProblem::quotes_not_closed);
  if (state_ == State::quoted) {
    if (c == '"')
      state_ = State::quote_in_quoted;
    else if (++row_bytes_ > longest_row_bytes)
      give_up(CsvProblem::row_too_long);
    else
      field_ += c;
    return;
  }
  if (c == '\n' || c == '\r') {
    if (!second_half) take_line_end();
    return;
  }
  if (state_ == State::skipping) return;
  if (++row_bytes_ > longest_row_bytes) return give_up(CsvProblem::row_too_long);
  if (c == *separator_) return end_field();
  if (state_ == State::quote_in_quoted) {
    if (c != '"') return give_up(CsvProblem::text_behind_quotes);
    field_ += c;
    state_ = State::quoted;
  } else if (c == '"' && state_ == State::field_begins) {
    state_ = State::quoted;
  } else {
    // Also quotes in the middle: people write passwords as they are.
    field_ += c;
    state_ = State::plain;
  }
}

void CsvReader::take_line_end() {
  const bool empty = state_ == State::field_begins && row_.fields.empty();
  if (state_ != State::skipping && !empty) end_field();
  if (!empty) end_row();
  row_.line = line_;
}

void CsvReader::end_field() {
  row_.fields.push_back(field_);
  wipe(field_);
  state_ = State::field_begins;
  if (row_.fields.size() > most_fields) give_up(CsvProblem::too_many_fields);
}

void CsvReader::end_row() {
  take_(std::exchange(row_, CsvRow{.line = line_, .fields = {}}));
  row_bytes_ = 0;
  wipe(field_);
  state_ = State::field_begins;
}

// What follows up to the line's end belongs to the same mistake.
void CsvReader::give_up(CsvProblem problem) {
  row_.problem = problem;
  wipe(field_);
  state_ = State::skipping;
}

std::string csv_field(std::string_view text) {
  const bool plain = text.find_first_of(",;\t\"\r\n") == std::string_view::npos &&
                     !text.starts_with(' ') && !text.ends_with(' ');
  if (plain) return std::string(text);
  std::string field = "\"";
  for (const char c : text) {
    if (c == '"') field += '"';
    field += c;
  }
  return field + '"';
}

}  // namespace postferry::text

#include "service/lists/formal_check.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <utility>

#include "base/secret.hpp"
#include "service/lists/list_rows.hpp"
#include "service/lists/pair_lines.hpp"
#include "service/lists/row_reader.hpp"
#include "text/quantities.hpp"

namespace postferry::service {
namespace {

using enum FindingCode;

void fault(FormalCheck& check, std::size_t line, FindingCode code, std::string text,
           Severity severity = Severity::error) {
  check.faults.push_back({line, {code, std::move(text), severity}});
}

// The whole row in one text: equal texts mean the same row twice.
std::string row_key(const CheckedRow& row) {
  std::string key;
  for (const auto& cell : row.cells.all()) {
    key += cell;
    key += '\0';
  }
  return key;
}

// Follows the rows in their order.
class Duplicates {
 public:
  std::optional<std::size_t> earlier(const CheckedRow& row, const RowReading& reading) {
    auto key = row_key(row);
    const auto [whole, is_new] = rows_.try_emplace(sha256(key), row.line);
    wipe(key);
    std::optional<std::size_t> pair;
    if (!reading.source_key.empty() && !reading.target_key.empty())
      pair = pairs_.add(reading.source_key, reading.target_key, row.line).pair;
    if (!is_new) return whole->second;
    return pair;
  }

 private:
  std::map<Sha256Digest, std::size_t> rows_;
  PairLines pairs_;
};

// What holds for all rows is told once.
void check_common(FormalCheck& check, const ListInput& input) {
  if (const auto options = engine_options(input.common.choices); !options)
    fault(check, 0, bad_option, "For all rows: " + options.error().text);
  for (auto& [field, finding] :
       timing_findings(input.common.timing, input.timing_limits, input.now))
    fault(check, 0, finding.code, "For all rows: " + finding.text, finding.severity);
  const auto& format = *check.format;
  if (format.id == ListFormatId::user_list && !input.common.source_server)
    fault(check, 0, missing, "Give the source server; it holds for all rows.");
  if (!format.fills_own_server) return;
  if (!input.common.own_server)
    fault(check, 0, no_own_server,
          "This format fills the operator's own server, and none is set up; use twelve fields or "
          "the Postferry CSV.");
  else if (input.common.own_server->credential == StoredCredential::no)
    fault(check, 0, no_stored_credential,
          "This format needs no target passwords, but the operator has stored no credential for "
          "the server; use twelve fields or the Postferry CSV.");
}

void check_rows(FormalCheck& check, const ListInput& input, ListRows& rows) {
  const RowReader reader(input, *check.format, rows.places, rows.header ? &*rows.header : nullptr);
  Duplicates duplicates;
  for (auto& row : rows.rows) {
    // Of a row that is broken, only the break is told.
    auto reading = row.is_bad() ? RowReading{} : reader.read(row);
    row.duplicate_of = duplicates.earlier(row, reading);
    if (row.is_bad())
      ++check.bad;
    else if (row.duplicate_of)
      ++check.duplicates;
    else
      ++check.good;
    if (reading.draft && !row.duplicate_of) check.drafts.push_back(std::move(*reading.draft));
  }
  check.rows = std::move(rows.rows);
}

void check_size(FormalCheck& check, const ListInput& input, const ListRows& rows) {
  const auto count = rows.rows.size();
  if (count == 0 && !check.faults.empty()) return;
  if (count == 0) return fault(check, 0, list_empty, "The list holds no accounts yet.");
  if (rows.more == MoreRows::yes)
    return fault(check, 0, too_many_rows,
                 fmt::format("The list has more than {} rows; those behind them were not read.",
                             text::grouped(most_rows_checked)));
  if (count > input.most_rows)
    fault(check, 0, too_many_rows,
          fmt::format("The list has {} rows; one batch may have {}. Make several batches of it.",
                      text::grouped(count), text::grouped(input.most_rows)));
}

}  // namespace

bool FormalCheck::is_clean() const {
  const bool faulty = std::ranges::any_of(
      faults, [](const ListFault& each) { return each.finding.severity == Severity::error; });
  return format != nullptr && !faulty && bad == 0 && duplicates == 0 && good > 0;
}

FormalCheck formal_check(const ListInput& input) {
  FormalCheck check;
  if (const auto* bytes = std::get_if<std::string_view>(&input.list);
      bytes != nullptr && bytes->size() > largest_list_bytes) {
    fault(check, 0, list_too_large,
          fmt::format("The list is larger than {}; make several batches of it.",
                      text::sized(largest_list_bytes)));
    return check;
  }
  auto rows = list_rows(input);
  check.format = rows.format;
  check.columns = std::move(rows.columns);
  check.faults = std::move(rows.faults);
  if (check.format == nullptr) return check;
  check_common(check, input);
  check_size(check, input, rows);
  check_rows(check, input, rows);
  return check;
}

}  // namespace postferry::service

// Finding: what is wrong, or doubtful, with something that a person wrote: a stable code, and a
// sentence that says what to do.
//
// Given by the checks of addresses, servers, times and rows; the form, the table of a list and the
// API show them beside their field. A finding never repeats what may be a password. Values.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace postferry::service {

enum class Severity : std::uint8_t {
  error,    // cannot be used
  warning,  // is used, but perhaps not meant
};

// Stable: pages and scripts see finding_name(); add, never rename.
enum class FindingCode : std::uint8_t {
  // of any field
  missing,
  too_long,
  not_utf8,
  control_character,
  invisible_character,
  blank_at_the_edge,
  bad_number,
  bad_option,
  // accounts
  bad_address,
  domain_without_dot,
  bad_host,
  bad_port,
  port_of_another_protocol,
  bad_security,
  bad_account,
  unknown_type,
  same_account,
  no_own_server,
  no_stored_credential,
  // times
  unknown_time_zone,
  bad_time,
  no_such_day,
  no_such_time,
  time_twice,
  time_past,
  second_before_first,
  runs_too_close,
  runs_too_far,
  // lists
  format_unknown,
  header_missing,
  unknown_column,
  column_twice,
  column_missing,
  too_many_fields,
  too_few_fields,
  text_behind_quotes,
  quotes_not_closed,
  row_too_long,
  list_empty,
  list_too_large,
  too_many_rows,
};

struct Finding {
  FindingCode code = FindingCode::missing;
  std::string text;
  Severity severity = Severity::error;
};

// "domain_without_dot".
std::string_view finding_name(FindingCode code);

// A value, or why it cannot be used.
template <class T>
using Checked = std::expected<T, Finding>;

inline std::unexpected<Finding> refused(FindingCode code, std::string text) {
  return std::unexpected(Finding{code, std::move(text)});
}

}  // namespace postferry::service

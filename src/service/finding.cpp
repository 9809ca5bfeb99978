#include "service/finding.hpp"

#include <array>
#include <cstddef>

namespace postferry::service {
namespace {

// In the order of the enum.
constexpr std::array<std::string_view, 41> names{
    "missing",
    "too_long",
    "not_utf8",
    "control_character",
    "invisible_character",
    "blank_at_the_edge",
    "bad_number",
    "bad_option",
    "bad_address",
    "domain_without_dot",
    "bad_host",
    "bad_port",
    "port_of_another_protocol",
    "bad_security",
    "bad_account",
    "unknown_type",
    "same_account",
    "no_own_server",
    "no_stored_credential",
    "unknown_time_zone",
    "bad_time",
    "no_such_day",
    "no_such_time",
    "time_twice",
    "time_past",
    "second_before_first",
    "runs_too_close",
    "runs_too_far",
    "format_unknown",
    "header_missing",
    "unknown_column",
    "column_twice",
    "column_missing",
    "too_many_fields",
    "too_few_fields",
    "text_behind_quotes",
    "quotes_not_closed",
    "row_too_long",
    "list_empty",
    "list_too_large",
    "too_many_rows",
};
static_assert(names.size() == static_cast<std::size_t>(FindingCode::too_many_rows) + 1);

}  // namespace

std::string_view finding_name(FindingCode code) { return names[static_cast<std::size_t>(code)]; }

}  // namespace postferry::service

// INTERNALDATE: date-time = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone
// DQUOTE (RFC 3501 section 9).
//
// The instant is what counts; the zone is kept because the target is told the same one. Values;
// pure functions; any thread.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace postferry::imap {

struct InternalDate {
  std::chrono::sys_seconds instant;
  std::chrono::minutes zone{0};  // east of Greenwich is positive; |zone| < 24 h
  bool operator==(const InternalDate&) const = default;
};

// Takes the text without its quotes. Tolerant where servers are: a day of one digit or with a
// blank before it, a missing zone (then UTC), a zone such as "GMT" or "+02:00", a leap second, a
// year of two digits. Error: protocol_broken for what is no date, such as 00-Jan-0000.
Result<InternalDate> parse_internal_date(std::string_view text);

// "01-Feb-1994 21:52:25 -0800", without quotes; the day always has two digits, because several
// servers refuse the blank that the RFC also allows. A year outside 1 to 9999 is clamped.
std::string print(const InternalDate& date);

// date = date-day "-" date-month "-" date-year, for SEARCH SINCE and BEFORE: "1-Feb-1994".
std::string print_search_date(std::chrono::sys_days day);

}  // namespace postferry::imap

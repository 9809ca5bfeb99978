// Reading one IMAP response into words, for the tests' own client only.
//
// An oracle must not share mistakes with what it judges, so this knows nothing of src/imap: it is
// the plainest reading of RFC 3501's grammar (atoms, quoted strings, literals, lists).
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace postferry::test {

// An atom, a string or a list. "BODY[]" and "BODY[HEADER.FIELDS (DATE)]" are one atom each.
struct Word {
  std::string text;
  std::vector<Word> list;
  bool is_list = false;
};

// `response` without its final CRLF, literals in place after their {n} CRLF.
std::vector<Word> words_of(std::string_view response);

// "17-Jul-1996 02:44:25 -0700" (a leading space for a one-digit day) as the instant it names.
std::chrono::sys_seconds instant_of(std::string_view internal_date);

// "Jörg" is quoted for the wire: backslash before '"' and '\'.
std::string quoted_string(std::string_view text);

// The letters of US-ASCII as capitals.
std::string in_capitals(std::string text);

}  // namespace postferry::test

// Header fields of a message (RFC 5322 section 2.2), read from any bytes, good or bad.
//
// Used for fingerprints and by tests. A line without a colon, or whose name holds blanks, is passed
// over; CRLF and bare LF both end a line. Pure functions, any thread; no allocation but unfolded().
#pragma once

#include <string>
#include <string_view>

#include "text/ascii.hpp"

namespace postferry::text {

struct HeaderField {
  std::string_view name;
  std::string_view body;  // as it stands, folds included, without the last line end
};

// Takes the first field off `header`. False at the empty line or the end of the bytes.
//   field = field-name ":" unstructured CRLF, with folds
bool take_field(std::string_view& header, HeaderField& field);

template <class Visit>
void for_each_field(std::string_view header, Visit visit) {
  HeaderField field;
  while (take_field(header, field)) visit(field.name, field.body);
}

// A field body on one line: every run of blanks and line ends becomes one blank, ends trimmed.
std::string unfolded(std::string_view body);

// Bytes up to and including the empty line that ends the header, or npos when it is not there yet.
std::size_t header_length(std::string_view message);

}  // namespace postferry::text

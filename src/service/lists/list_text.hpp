// From the bytes of a list to its rows of cells, whichever format they are in; and which format
// that is.
//
// Called by the formal check. A row whose quotes are not closed swallows no other row: reading goes
// on with the next line. Pure functions; cells may hold passwords.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/lists/list_format.hpp"
#include "text/csv.hpp"

namespace postferry::service {

// UTF-8 of UTF-8 or UTF-16, with or without a byte order mark.
std::string decoded(std::string_view bytes);

// At most `most_rows` rows that are not empty; what comes behind them is not read.
std::vector<text::CsvRow> rows_of(std::string_view utf8, const ListFormat& format,
                                  std::optional<char> delimiter, std::size_t most_rows);

// By the first rows; nothing where no format fits.
std::optional<ListFormatId> recognised(std::string_view utf8);

// The separator of a user list: the one of , ; tab | : that stands first behind a user name.
char likely_delimiter(std::string_view utf8);

}  // namespace postferry::service

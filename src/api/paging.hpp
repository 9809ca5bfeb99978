// Pages of a list: ?limit=50&cursor=..., and the cursor as opaque text.
//
// A cursor is what the last row of a page is sorted by, so that a list which changes meanwhile
// neither repeats nor skips. Used by the handlers of lists. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/http_message.hpp"

namespace postferry::api {

using Cursor = std::vector<std::string>;  // the sort keys of the last row, its id the last of them

struct Page {
  std::size_t limit = 50;
  std::optional<Cursor> after = std::nullopt;
};

struct PageRules {
  std::size_t usual = 50;
  std::size_t most = 500;
  std::size_t keys = 2;  // of a cursor of this list
};

// Throws Declined (400) for a limit that is none and for a cursor that is not one of this list's.
Page page_of(const net::HttpRequest& request, PageRules rules = {});

// Letters, digits, - and _ only.
std::string cursor_text(const Cursor& cursor);
std::optional<Cursor> parse_cursor(std::string_view text);

}  // namespace postferry::api

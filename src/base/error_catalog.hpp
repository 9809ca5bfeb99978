// The table of error codes: stable name, one plain sentence, one hint about the next step.
//
// Read by the command line, the log and the JSON events, and printed into docs/errors.md (a test
// holds the page against this table). Constant data, any thread.
#pragma once

#include <span>
#include <string_view>

#include "base/error.hpp"

namespace postferry {

struct ErrorEntry {
  ErrorCode code;
  std::string_view name;      // "wrong_password"
  std::string_view sentence;  // "The server refused the user name or the password."
  std::string_view hint;      // "Check both; ..."
};

// All entries, in the order of the enum.
std::span<const ErrorEntry> error_catalog();

const ErrorEntry& catalog_entry(ErrorCode code);
std::string_view code_name(ErrorCode code);
std::string_view side_name(Side side);
std::string_view scope_name(Scope scope);

}  // namespace postferry

// JSON values (RFC 8259): the one home of Boost.JSON in the project, as aliases and two functions.
//
// Used for events, summaries and, later, the REST API. Strings must be UTF-8: what servers send
// goes through text::valid_utf8() first. Values, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace postferry::text::json {

using Value = boost::json::value;
using Object = boost::json::object;
using Array = boost::json::array;

// On one line, without blanks.
inline std::string serialize(const Value& value) { return boost::json::serialize(value); }

// The value, or nullopt when the text is not one JSON value.
inline std::optional<Value> parse(std::string_view text) {
  boost::system::error_code wrong;
  Value value = boost::json::parse({text.data(), text.size()}, wrong);
  if (wrong) return std::nullopt;
  return value;
}

}  // namespace postferry::text::json

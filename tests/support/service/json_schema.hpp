// The part of JSON Schema (2020-12) that our OpenAPI document uses: type, properties, required,
// additionalProperties, items, enum, oneOf, $ref within the document, minimum and maximum, and the
// format date-time.
//
// Used to hold what the service answers against what it says that it answers. Pure functions. A
// keyword that is none of these, and no comment, is a fault itself.
#pragma once

#include <string>
#include <vector>

#include "text/json.hpp"

namespace postferry::test {

// What is wrong with the value, each with its place: "$.items[0].state: is none of the values".
std::vector<std::string> schema_faults(const text::json::Value& value,
                                       const text::json::Object& schema,
                                       const text::json::Object& document);

// "#/components/schemas/Draft"; throws std::runtime_error where there is none.
const text::json::Object& referred(const text::json::Object& document, std::string_view reference);

}  // namespace postferry::test

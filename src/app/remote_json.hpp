// What a service answered, read without trusting its shape: a field that is missing or of another
// kind is empty.
//
// Used by the commands that ask a service. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "text/json.hpp"

namespace postferry::app {

// The field, or null.
const text::json::Value& field_in(const text::json::Value& value, std::string_view name);
std::string text_in(const text::json::Value& value, std::string_view name);
// Zero for less.
std::uint64_t number_in(const text::json::Value& value, std::string_view name);
// Empty where it is no array.
const text::json::Array& array_in(const text::json::Value& value, std::string_view name);

}  // namespace postferry::app

// Migrations of a service for a person: a table of many, and one with its folders and errors.
//
// From the service's JSON. Pure functions; lines with line ends, printable.
#pragma once

#include <string>

#include "text/json.hpp"

namespace postferry::app {

std::string migrations_table(const text::json::Array& migrations);
// "01J...: running, 12 of 40 messages".
std::string migration_line(const text::json::Value& migration);
std::string migration_text(const text::json::Value& migration);
// Empty where there are none, as are the next.
std::string folders_table(const text::json::Array& folders);
std::string errors_text(const text::json::Array& errors);

}  // namespace postferry::app

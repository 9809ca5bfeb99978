// What a server said to a login, as /api/v1 shows it:
//
//   {"side":"source","code":"wrong_password","sentence":...,"hint":...,"server_said":...,
//    "field":"source.password"}
//
// Used by credential checks and by plans whose credentials were refused. Pure functions.
#pragma once

#include <span>
#include <vector>

#include "api/problem.hpp"
#include "base/error.hpp"
#include "text/json.hpp"

namespace postferry::api {

text::json::Object check_error_json(const Error& error);
text::json::Array check_errors_json(std::span<const Error> errors);

// The same as the errors of a problem document.
std::vector<FieldProblem> check_problems(std::span<const Error> errors);

}  // namespace postferry::api

// GET /api/v1/openapi.json: every route of the service with what it takes and gives, for programs
// (OpenAPI 3.1; docs/openapi/openapi.json, which is part of the program).
//
// Tests hold it to the routes and to what these answer. Constant data; any thread.
#pragma once

#include <span>
#include <string_view>

#include "api/router.hpp"
#include "base/embedded.hpp"

namespace postferry::api {

// Defined by embed().
std::span<const EmbeddedFile> openapi_files();

std::string_view openapi_document();

void add_openapi(Router& router);

}  // namespace postferry::api

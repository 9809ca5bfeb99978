// What the OpenAPI document says of the service, held against what the service answers.
//
// The Browser shows every reply of every test here. Constant data and pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/json.hpp"

namespace postferry::test {

// docs/openapi/openapi.json, as it is built into the program.
const text::json::Object& described_api();

// The path of the document that "/api/v1/migrations/01J/runs/2" belongs to; nothing where no path
// does.
std::optional<std::string> described_path(std::string_view path);

struct ShownReply {
  std::string method;  // "GET"
  std::string target;  // "/api/v1/people?customer=01J"
  int status = 0;
  std::string content_type = {};
  std::string body = {};
};

// What is not as described; empty where all is.
std::vector<std::string> undescribed(const ShownReply& reply);

}  // namespace postferry::test

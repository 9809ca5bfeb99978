// Texts of the query and ids of the path, before a database sees them.
//
// Used by the resources about migrations and batches. Throw Declined; pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "api/call.hpp"

namespace postferry::api {

// A parameter of the query, "" where it is missing. 400 where it is not UTF-8, holds a control
// character or is too long.
std::string query_text(const net::HttpRequest& request, std::string_view name,
                       std::size_t most_bytes = 200);

// What stands for {name} in the path; 404 where it has not the shape of an id.
std::string id_at(const Call& call, std::string_view name = "id");

// 400 bad_query, about this parameter.
[[noreturn]] void decline_query(std::string_view name, std::string_view sentence);

}  // namespace postferry::api

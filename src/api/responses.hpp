// The usual responses of a handler.
//
// Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

#include "net/http_message.hpp"
#include "text/json.hpp"

namespace postferry::api {

// application/json. Strings need to be UTF-8.
net::HttpResponse json_response(const text::json::Value& value, unsigned status = 200);

// 201 with Location.
net::HttpResponse created(const text::json::Value& value, std::string_view location);

// 204.
net::HttpResponse nothing();

// The same with an ETag; 304 where the client has it.
net::HttpResponse json_response(const net::HttpRequest& request, const text::json::Value& value,
                                std::string_view etag);

}  // namespace postferry::api

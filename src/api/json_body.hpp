// The JSON body of a request (RFC 8259), within bounds.
//
// Called by handlers, whose route has bounded the bytes already. Refuses another content type
// (415), what is no JSON object, and what is nested too deeply or has too many values for its
// length (400), before any value is made. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <string_view>

#include "net/http_message.hpp"
#include "text/json.hpp"

namespace postferry::api {

struct JsonBounds {
  std::size_t depth = 16;
  std::size_t values = 100'000;
};

// Depth and number of values of a text, whether or not it is JSON, without making any.
struct JsonShape {
  std::size_t depth = 0;
  std::size_t values = 0;
};
JsonShape json_shape(std::string_view text);

// Throws Declined.
text::json::Object json_body(const net::HttpRequest& request, JsonBounds bounds = {});
// The same for a body that is a list.
text::json::Array json_list(const net::HttpRequest& request, JsonBounds bounds = {});

}  // namespace postferry::api

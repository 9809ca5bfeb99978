// ETags, and changes only of what the client has seen (RFC 9110 sections 8.8.3 and 13.1).
//
// Used by handlers that show or change one thing. Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

#include "net/http_message.hpp"

namespace postferry::api {

// "\"17\"" for version 17. Needs printable text without quotes.
std::string etag_of(std::string_view version);

// Throws Declined: 428 without If-Match, 412 when the thing has changed since.
void require_match(const net::HttpRequest& request, std::string_view etag);

// Whether If-None-Match names it: the answer is then 304.
bool is_known(const net::HttpRequest& request, std::string_view etag);

//   1#entity-tag or "*", compared weakly
bool names_etag(std::string_view list, std::string_view etag);

}  // namespace postferry::api

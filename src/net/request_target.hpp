// What stands after the method of a request: path and query, percent-decoded (RFC 3986, RFC 9112
// section 3.2, application/x-www-form-urlencoded for the query).
//
// Used by the reader of requests. A path that climbs ("..", also as %2e%2e), holds an encoded
// slash, a control character or bytes that are no UTF-8 is refused, so that no handler meets it.
// Pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/http_message.hpp"

namespace postferry::net {

struct RequestTarget {
  std::string path;                   // as sent
  std::vector<std::string> segments;  // decoded; an empty last one ("/a/") is kept
  QueryPairs query;                   // decoded
};

//   request-target = origin-form / absolute-form / "*"
// nullopt where it is malformed or refused as above.
std::optional<RequestTarget> parse_request_target(std::string_view target);

//   query = [ pair *( "&" pair ) ], pair = name [ "=" value ], "+" is a blank
// At most 100 pairs; nullopt for more, for a broken %XX and for what is no UTF-8.
std::optional<QueryPairs> parse_query(std::string_view query);

// "%41" becomes "A"; nullopt for a broken %XX.
std::optional<std::string> percent_decoded(std::string_view text);

// All but unreserved characters as %XX (RFC 3986 section 2.3).
std::string percent_encoded(std::string_view text);

}  // namespace postferry::net

// Url: an account's address as a value, percent-decoded (RFC 3986).
//
// Made by the command line from "imaps://alice%40example.org@host:993?connect=10.0.0.1"; which
// schemes and parameters exist is the caller's business. A password in the URL is refused, so that
// none ends in a process list. Values, any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"

namespace postferry::net {

struct Url {
  std::string scheme;      // in lower case
  std::string user;        // decoded; may be empty
  std::string host;        // in lower case, an IPv6 address without brackets
  std::uint16_t port = 0;  // 0: not given
  std::string path;        // decoded, with its leading slash; may be empty
  std::vector<std::pair<std::string, std::string>> parameters;  // decoded, in order
};

// bad_usage with a sentence that names the problem.
Result<Url> parse_url(std::string_view text);

}  // namespace postferry::net

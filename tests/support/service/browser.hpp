// Browser: speaks HTTP/1.1 to a service on this machine as the page does: keeps the cookie of its
// session and shows the token against forged requests with every change. Also scripts, with an API
// token instead.
//
// Used by the tests of `postferry serve`. Plain sockets, one connection a request, every wait at
// most a minute; throws std::runtime_error when nothing sensible comes back. A reply that is not as
// the OpenAPI document describes it fails the test. One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/json.hpp"

namespace postferry::test {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpReply {
  int status = 0;
  HttpHeaders headers = {};  // names in lower case
  std::string body = {};

  std::string header(std::string_view name) const;  // in lower case; empty when it is not there
  text::json::Value json() const;                   // null when the body is none
  std::string code() const;                         // of a problem document
  // A text of the body's object; empty when it is not there.
  std::string text(std::string_view field) const;
};

// Sends these bytes and reads the reply.
HttpReply ask_service(std::uint16_t port, std::string_view request);

class Browser {
 public:
  explicit Browser(std::uint16_t port) : port_(port) {}
  // With Authorization: Bearer, like a script.
  static Browser with_token(std::uint16_t port, std::string token);

  HttpReply get(const std::string& path) { return send("GET", path); }
  HttpReply post(const std::string& path, const text::json::Value& body) {
    return send("POST", path, body);
  }
  HttpReply patch(const std::string& path, const text::json::Value& body) {
    return send("PATCH", path, body);
  }
  // Below /api/v1. A Session in the reply is kept.
  HttpReply send(const std::string& method, const std::string& path,
                 const std::optional<text::json::Value>& body = std::nullopt);

  HttpReply sign_in(const std::string& email, const std::string& password);

  // What it shows; a test may steal or forget them.
  std::string cookie = {};
  std::string csrf_token = {};
  std::string api_token = {};
  // Beside these with every request: {"If-Match", "\"3\""}.
  HttpHeaders also = {};

 private:
  std::uint16_t port_;
};

}  // namespace postferry::test

// RemoteService: a running service as a command asks it: one request after the other, with the
// token of POSTFERRY_TOKEN.
//
// Made by remote_command(). One thread. Throws Failure where the service is not reached, and
// RemoteRefusal for its problem documents.
#pragma once

#include <string>
#include <string_view>

#include "app/remote_server.hpp"
#include "base/secret.hpp"
#include "net/http_client.hpp"
#include "text/json.hpp"

namespace postferry::app {

struct RemoteRequest {
  std::string method = "GET";
  std::string path = {};  // "/migrations?limit=10", below /api/v1
  std::string body = {};  // JSON
  net::HttpFields headers = {};
};

class RemoteService {
 public:
  RemoteService(RemoteServer server, Secret token)
      : server_(std::move(server)), token_(std::move(token)) {}

  // The body of a good answer.
  std::string ask(RemoteRequest request);
  // As JSON: Failure{bad_usage} where it is none.
  text::json::Value get(std::string path);
  text::json::Value post(std::string path, const text::json::Value& body);

 private:
  text::json::Value understood(RemoteRequest request);

  RemoteServer server_;
  Secret token_;
  net::HttpClient client_;
};

}  // namespace postferry::app

// HttpClient: requests to other servers, for webhooks and for the command line that talks to a
// service; libcurl does the work.
//
// send() may be awaited on any io_context, many at a time. Redirects are followed only where asked
// for, and never to another scheme. Certificates, pins and refused addresses are the
// NetworkPolicy's, at every connection. The destructor ends what runs with Failure{interrupted}.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "base/task.hpp"
#include "net/endpoint.hpp"
#include "net/http_message.hpp"

namespace postferry::net {

class Transfers;

struct ClientRequest {
  std::string method = "GET";
  std::string url = {};  // http or https; user and password are refused in it
  HttpFields headers = {};
  std::string body = {};
  Secret bearer = {};  // Authorization: Bearer ...
};

struct ClientOptions {
  NetworkPolicy policy = {};
  // Nothing: by the environment (https_proxy, no_proxy), where the refused addresses hold for the
  // proxy too; empty: none; else the proxy's URL, which may hold a password. Through such a proxy
  // they are held against literal addresses only, as it is the proxy that resolves names.
  std::optional<Secret> proxy = std::nullopt;
  std::size_t most_bytes = 1024 * 1024;  // of the response's body
  unsigned redirects = 0;
};

struct ClientResponse {
  unsigned status = 0;
  HttpFields headers = {};  // of the last response, where it was redirected
  std::string body = {};
};

class HttpClient {
 public:
  HttpClient();
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // Any status is a response. Throws Failure: bad_usage, cannot_resolve, cannot_connect, timed_out,
  // tls_failed, certificate_untrusted, certificate_wrong_name, fingerprint_mismatch,
  // bound_exceeded, connection_lost, interrupted.
  Task<ClientResponse> send(ClientRequest request, ClientOptions options, Deadline deadline);

 private:
  std::unique_ptr<Transfers> transfers_;
};

}  // namespace postferry::net

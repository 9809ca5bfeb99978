// HttpServer: HTTP/1.1 with keep-alive (RFC 9112) on one address, in the clear or inside TLS.
//
// Made by the service on its io_context, on whose one thread everything here runs. Every wait has
// a deadline, every buffer a bound (HttpLimits); a client that is slower is dropped. What no
// handler can mean (malformed, too long, too slow) is answered here with a problem document.
// HEAD needs nothing of the handler: the body of its response is not sent.
#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>

#include "base/clock.hpp"
#include "base/task.hpp"
#include "net/address_range.hpp"
#include "net/http_message.hpp"

namespace postferry::net {

struct HttpLimits {
  std::size_t head_bytes = 32 * 1024;  // request line and header fields
  std::size_t connections = 1000;
  std::size_t connections_per_peer = 100;  // not of trusted proxies
  std::chrono::milliseconds handshake = std::chrono::seconds(10);
  std::chrono::milliseconds idle = std::chrono::seconds(75);      // until a request begins
  std::chrono::milliseconds head = std::chrono::seconds(10);      // from its first byte
  std::chrono::milliseconds body = std::chrono::seconds(60);      // all of it
  std::chrono::milliseconds handler = std::chrono::seconds(60);   // then 503; also for each piece
  std::chrono::milliseconds piece = std::chrono::seconds(30);     // 64 KB of a response
  std::chrono::milliseconds response = std::chrono::minutes(15);  // all of it, but for events
  std::chrono::milliseconds events = std::chrono::hours(1);       // then the client connects again
};

struct TlsFiles {
  std::filesystem::path certificate;  // PEM: ours first, then the chain
  std::filesystem::path key;          // PEM, without a password
};

// One exchange as it was, for a log and for counting.
struct HttpExchange {
  std::string method;
  std::string path;  // without the query, which may hold secrets
  std::string peer;
  unsigned status = 0;
  std::uint64_t bytes = 0;  // of the response's body
  std::chrono::milliseconds took{};
};

struct HttpServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: any free one
  std::optional<TlsFiles> tls = std::nullopt;
  std::vector<AddressRange> trusted_proxies = {};
  HttpFields headers = {};  // of every response that does not set them itself
  HttpLimits limits = {};
};

// What the service makes of requests. All are called on the server's thread and live until the
// server's last connection has ended.
struct HttpService {
  // The request's owner; an exception of its is answered with 500 and told to on_failure.
  std::function<Task<HttpResponse>(HttpRequest)> answer;
  // How long a body this head may have, in bytes; asked before any of it is read.
  std::function<std::size_t(const HttpRequest& head)> body_limit;
  std::function<void(const HttpExchange&)> on_exchange = {};
  std::function<void(const HttpRequest& without_body, std::exception_ptr)> on_failure = {};
};

class HttpServer {
 public:
  // Listens at once. Failure{cannot_connect} when the address is taken or none of this machine's;
  // {file_unreadable} for the files of TLS.
  HttpServer(const boost::asio::any_io_executor& executor, HttpServerOptions options,
             HttpService service);
  // Drops what is open; its coroutines end when the loop runs on.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::uint16_t port() const noexcept;

  // Reads the files of TLS anew, for the connections to come. Failure{file_unreadable}.
  void reload_tls();

  // Accepts nothing more, ends idle connections and event streams, lets running requests finish
  // until the deadline, then drops them.
  Task<> close(Deadline deadline);

  struct Counts {
    std::size_t open = 0;           // connections now
    std::uint64_t turned_away = 0;  // by the bounds on connections, ever
  };
  Counts counts() const noexcept;

 private:
  struct Listener;
  std::shared_ptr<Listener> listener_;
};

}  // namespace postferry::net

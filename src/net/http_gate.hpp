// HttpGate: who is connected to an HttpServer, and how many may be. Private to this room.
//
// Shared by the listener and its connections, which may outlive the HttpServer for as long as their
// coroutines take to end. One io_context thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include <boost/asio/steady_timer.hpp>

#include "net/http_server.hpp"

namespace postferry::net {

class HttpConnection;

struct HttpGate {
  HttpGate(const boost::asio::any_io_executor& executor, HttpServerOptions chosen,
           HttpService handlers)
      : options(std::move(chosen)),
        service(std::move(handlers)),
        all_gone(executor, boost::asio::steady_timer::time_point::max()) {}

  bool trusts(const std::string& address) const;

  HttpServerOptions options;
  HttpService service;
  bool closing = false;
  std::unordered_set<HttpConnection*> open;
  std::unordered_map<std::string, std::size_t> of_peer;
  std::size_t places_taken = 0;
  std::uint64_t turned_away = 0;
  boost::asio::steady_timer all_gone;  // cancelled when the last place is free
};

// One connection's place; free again when it dies.
class HttpPlace {
 public:
  // Nothing when there is none left for this peer, or at all.
  static std::unique_ptr<HttpPlace> take(const std::shared_ptr<HttpGate>& gate,
                                         const std::string& address);
  ~HttpPlace();
  HttpPlace(const HttpPlace&) = delete;
  HttpPlace& operator=(const HttpPlace&) = delete;

 private:
  HttpPlace(std::shared_ptr<HttpGate> gate, std::string peer);

  std::shared_ptr<HttpGate> gate_;
  std::string peer_;  // empty: not counted by itself
};

}  // namespace postferry::net

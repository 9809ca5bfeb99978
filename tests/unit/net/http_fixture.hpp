// What the tests of HTTP share: a server on a thread of its own, and a client that sends bytes as
// they stand and reads with deadlines.
#pragma once

#include <arpa/inet.h>
#include <charconv>
#include <chrono>
#include <functional>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>

#include "net/http_server.hpp"

namespace postferry::net {

class RunningServer {
 public:
  explicit RunningServer(HttpService service, HttpServerOptions options = {})
      : work_(context_.get_executor()) {
    if (!service.body_limit) service.body_limit = [](const HttpRequest&) { return 1024u; };
    server_.emplace(context_.get_executor(), std::move(options), std::move(service));
    thread_ = std::thread([this] { context_.run(); });
  }
  ~RunningServer() {
    boost::asio::post(context_, [this] {
      server_.reset();
      work_.reset();
    });
    // A coroutine that waits for something that never comes must not hold up the test.
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    context_.stop();
    thread_.join();
  }

  std::uint16_t port() const { return server_->port(); }
  boost::asio::io_context& context() { return context_; }
  void close(std::chrono::milliseconds within) {
    boost::asio::co_spawn(context_, server_->close(deadline_in(within)), boost::asio::use_future)
        .get();
  }
  HttpServer::Counts counts() {
    std::promise<HttpServer::Counts> counts;
    boost::asio::post(context_, [&] { counts.set_value(server_->counts()); });
    return counts.get_future().get();
  }

 private:
  boost::asio::io_context context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  std::optional<HttpServer> server_;
  std::thread thread_;
};

inline HttpService answering(std::function<HttpResponse(HttpRequest)> answer) {
  return {.answer = [answer = std::move(answer)](HttpRequest request) -> Task<HttpResponse> {
            co_return answer(std::move(request));
          },
          .body_limit = {}};
}

class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
      ADD_FAILURE() << "nobody listens at " << port;
  }
  ~RawClient() { ::close(socket_); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  // False when the server has closed.
  bool send(std::string_view text) {
    while (!text.empty()) {
      const ssize_t count = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }

  // Up to and including `end`; what came when the server closed or after five seconds of silence.
  std::string read_until(std::string_view end) {
    while (held_.find(end) == std::string::npos && more()) continue;
    const auto found = held_.find(end);
    return take(found == std::string::npos ? held_.size() : found + end.size());
  }
  std::string read(std::size_t size) {
    while (held_.size() < size && more()) continue;
    return take(std::min(size, held_.size()));
  }
  std::string read_to_the_end() {
    while (more()) continue;
    return take(held_.size());
  }
  // Head and body of a response with Content-Length.
  std::string response() {
    const std::string head = read_until("\r\n\r\n");
    std::size_t length = 0;
    if (const auto field = head.find("Content-Length: "); field != std::string::npos)
      std::from_chars(head.data() + field + 16, head.data() + head.size(), length);
    return head + read(length);
  }
  std::string ask(std::string_view request) {
    send(request);
    return response();
  }
  bool closed() {
    while (more()) continue;
    return ended_ && held_.empty();
  }

 private:
  bool more() {
    pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, 5000) != 1) return false;
    char buffer[65536];
    const ssize_t count = ::recv(socket_, buffer, sizeof buffer, 0);
    if (count <= 0) {
      ended_ = true;
      return false;
    }
    held_.append(buffer, static_cast<std::size_t>(count));
    return true;
  }
  std::string take(std::size_t size) {
    std::string taken = held_.substr(0, size);
    held_.erase(0, size);
    return taken;
  }

  int socket_;
  std::string held_;
  bool ended_ = false;
};

inline std::string get(std::string_view path) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n\r\n";
}

inline std::string body_of(const std::string& response) {
  const auto end = response.find("\r\n\r\n");
  return end == std::string::npos ? "" : response.substr(end + 4);
}

inline std::string status_of(const std::string& response) {
  return response.size() < 12 ? response : response.substr(9, 3);
}

}  // namespace postferry::net

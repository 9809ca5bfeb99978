#include "tests/support/service/browser.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "tests/support/service/described_api.hpp"
#include "text/ascii.hpp"

namespace postferry::test {
namespace {

class Connection {
 public:
  explicit Connection(std::uint16_t port)
      : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval patience{.tv_sec = 60, .tv_usec = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
      ::close(socket_);
      throw std::runtime_error("nobody listens");
    }
  }
  ~Connection() { ::close(socket_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;  // the reply tells why
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  std::string to_the_end() {
    std::string all;
    char piece[8192];
    while (true) {
      const auto read = ::recv(socket_, piece, sizeof piece, 0);
      if (read <= 0) return all;
      all.append(piece, static_cast<std::size_t>(read));
    }
  }

 private:
  int socket_;
};

HttpReply parse_reply(const std::string& bytes) {
  const auto end = bytes.find("\r\n\r\n");
  if (!bytes.starts_with("HTTP/1.1 ") || end == std::string::npos)
    throw std::runtime_error("no reply of HTTP: " + bytes.substr(0, 200));
  HttpReply reply{.status = std::stoi(bytes.substr(9, 3)), .body = bytes.substr(end + 4)};
  for (auto at = bytes.find("\r\n") + 2; at < end;) {
    const auto line = bytes.substr(at, bytes.find("\r\n", at) - at);
    const auto colon = line.find(": ");
    if (colon != std::string::npos)
      reply.headers.emplace_back(text::to_lower(line.substr(0, colon)), line.substr(colon + 2));
    at += line.size() + 2;
  }
  return reply;
}

}  // namespace

std::string HttpReply::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (key == name) return value;
  return {};
}

text::json::Value HttpReply::json() const {
  return text::json::parse(body).value_or(text::json::Value());
}

std::string HttpReply::text(std::string_view field) const {
  const auto value = json();
  if (!value.is_object()) return {};
  const auto* found = value.as_object().if_contains(field);
  return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

std::string HttpReply::code() const { return text("code"); }

HttpReply ask_service(std::uint16_t port, std::string_view request) {
  Connection connection(port);
  connection.send(request);
  return parse_reply(connection.to_the_end());
}

Browser Browser::with_token(std::uint16_t port, std::string token) {
  Browser script(port);
  script.api_token = std::move(token);
  return script;
}

HttpReply Browser::send(const std::string& method, const std::string& path,
                        const std::optional<text::json::Value>& body) {
  std::string request =
      method + " /api/v1" + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n";
  if (!api_token.empty()) request += "Authorization: Bearer " + api_token + "\r\n";
  if (!cookie.empty()) request += "Cookie: postferry_session=" + cookie + "\r\n";
  if (!csrf_token.empty() && method != "GET") request += "X-CSRF-Token: " + csrf_token + "\r\n";
  for (const auto& [name, value] : also) request += name + ": " + value + "\r\n";
  const std::string content = body ? text::json::serialize(*body) : std::string();
  if (body) request += "Content-Type: application/json\r\n";
  request += "Content-Length: " + std::to_string(content.size()) + "\r\n\r\n" + content;
  auto reply = ask_service(port_, request);
  for (const auto& fault : undescribed({.method = method,
                                        .target = "/api/v1" + path,
                                        .status = reply.status,
                                        .content_type = reply.header("content-type"),
                                        .body = reply.body}))
    ADD_FAILURE() << method << " /api/v1" << path << " " << reply.status
                  << " is not as docs/openapi/openapi.json describes it: " << fault;
  const auto set = reply.header("set-cookie");
  if (set.starts_with("postferry_session=")) cookie = set.substr(18, set.find(';') - 18);
  if (auto token = reply.text("csrf_token"); !token.empty()) csrf_token = std::move(token);
  return reply;
}

HttpReply Browser::sign_in(const std::string& email, const std::string& password) {
  return post("/session", {{"email", email}, {"password", password}});
}

}  // namespace postferry::test

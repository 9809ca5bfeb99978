#include "tests/support/imap_client.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <cstddef>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace postferry::test {
namespace {

int connect_to(std::uint16_t port) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval patience{.tv_sec = 30, .tv_usec = 0};
  setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  const int on = 1;
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(descriptor);
    throw std::runtime_error("nobody answers on port " + std::to_string(port));
  }
  return descriptor;
}

// The size of the literal that a line announces at its end, or npos.
std::size_t announced_literal(std::string_view line) {
  const std::size_t brace = line.ends_with('}') ? line.rfind('{') : std::string_view::npos;
  if (brace == std::string_view::npos) return brace;
  std::size_t size = 0;
  const char* end = line.data() + line.size() - 1;
  const auto read = std::from_chars(line.data() + brace + 1, end, size);
  return read.ec == std::errc() && read.ptr == end ? size : std::string_view::npos;
}

}  // namespace

ImapClient::ImapClient(std::uint16_t port, std::string_view user, std::string_view password)
    : socket_(connect_to(port)) {
  try {
    // Dovecot may first say that it is still waiting for its own authentication process.
    std::string greeting = read_response();
    while (greeting.find("Waiting for authentication process") != greeting.npos) {
      greeting = read_response();
    }
    if (!greeting.starts_with("* OK")) throw ImapRefused(greeting);
    login(user, password);
  } catch (...) {
    ::close(socket_);
    throw;
  }
}

ImapClient::~ImapClient() { ::close(socket_); }

void ImapClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) throw std::runtime_error("the server closed the connection while we sent");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

std::string ImapClient::read_line() {
  for (;;) {
    const std::size_t end = buffer_.find('\n', used_);
    if (end != std::string::npos) {
      std::string line = buffer_.substr(used_, end - used_);
      used_ = end + 1;
      if (line.ends_with('\r')) line.pop_back();
      return line;
    }
    buffer_.erase(0, used_);
    used_ = 0;
    char block[65536];
    const ssize_t read = recv(socket_, block, sizeof block, 0);
    if (read <= 0) throw std::runtime_error("the server closed the connection or fell silent");
    buffer_.append(block, static_cast<std::size_t>(read));
  }
}

std::string ImapClient::read_response() {
  std::string response = read_line();
  for (std::size_t size = announced_literal(response); size != std::string::npos;) {
    response += "\r\n";
    std::size_t at = response.size();
    const std::size_t end = at + size;
    const std::size_t here = std::min(size, buffer_.size() - used_);
    response.reserve(end + 1000);
    response.append(buffer_, used_, here);
    used_ += here;
    // The rest of a long literal goes where it belongs at once.
    response.resize(end);
    for (at += here; at < end;) {
      const ssize_t read = recv(socket_, response.data() + at, end - at, 0);
      if (read <= 0) throw std::runtime_error("the server closed the connection in a literal");
      at += static_cast<std::size_t>(read);
    }
    const std::string rest = read_line();
    size = announced_literal(rest);
    response += rest;
  }
  return response;
}

ImapAnswer ImapClient::read_answer(std::string_view tag) {
  ImapAnswer answer;
  for (;;) {
    std::string response = read_response();
    if (response.starts_with("* ")) {
      answer.untagged.push_back(response.substr(2));
    } else if (response.starts_with(std::string(tag) + " ")) {
      answer.tagged = response.substr(tag.size() + 1);
      return answer;
    } else if (response.starts_with("+")) {
      throw ImapRefused("the server asks for more than the test sent: " + response);
    }
  }
}

std::string ImapClient::next_tag() { return "t" + std::to_string(++commands_); }

ImapAnswer ImapClient::attempt(std::string_view command) {
  const std::string tag = next_tag();
  send(tag + " " + std::string(command) + "\r\n");
  return read_answer(tag);
}

ImapAnswer ImapClient::command(std::string_view command) {
  ImapAnswer answer = attempt(command);
  if (!answer.ok()) throw ImapRefused(std::string(command) + ": " + answer.tagged);
  return answer;
}

void ImapClient::login(std::string_view user, std::string_view password) {
  if (!attempt("LOGIN " + quoted_string(user) + " " + quoted_string(password)).ok()) {
    throw ImapRefused("LOGIN of " + std::string(user) + " was refused");
  }
}

std::uint32_t ImapClient::append(std::string_view folder, std::string_view body,
                                 std::string_view flags, std::string_view date) {
  const std::string tag = next_tag();
  std::string line = tag + " APPEND " + quoted_string(folder) + " (" + std::string(flags) + ") ";
  if (!date.empty()) line += quoted_string(date) + " ";
  send(line + "{" + std::to_string(body.size()) + "}\r\n");
  for (std::string reply = read_response(); !reply.starts_with("+"); reply = read_response()) {
    if (!reply.starts_with("* ")) throw ImapRefused("APPEND: " + reply);
  }
  send(body);
  send("\r\n");
  const ImapAnswer answer = read_answer(tag);
  if (!answer.ok()) throw ImapRefused("APPEND: " + answer.tagged);
  const std::size_t code = answer.tagged.find("[APPENDUID ");
  if (code == std::string::npos) return 0;
  const std::size_t uid_at = answer.tagged.find(' ', code + 11) + 1;
  return static_cast<std::uint32_t>(std::stoul(answer.tagged.substr(uid_at)));
}

}  // namespace postferry::test

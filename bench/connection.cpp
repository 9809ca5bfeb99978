#include "connection.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

namespace postferry::bench {
namespace {

constexpr std::size_t read_size_bytes = 256 << 10;
constexpr std::size_t write_size_bytes = 64 << 10;

[[noreturn]] void fail_with_errno(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

int connected_socket(const Account& account) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(account.port));
  if (inet_pton(AF_INET, account.host.c_str(), &address.sin_addr) != 1) {
    throw std::invalid_argument(account.host + " is no IPv4 address");
  }
  const int made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (made < 0) fail_with_errno("socket");
  const int on = 1;
  setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const timeval patience{.tv_sec = 300, .tv_usec = 0};
  setsockopt(made, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(made, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    close(made);
    fail_with_errno("connect");
  }
  return made;
}

}  // namespace

Connection::Connection(const Account& account)
    : socket_(connected_socket(account)), in_(2 * read_size_bytes) {
  read_line();
  await(send_command("LOGIN \"" + account.user + "\" \"" + account.password + "\""));
}

Connection::~Connection() { close(socket_); }

void Connection::write(std::string_view bytes) {
  if (out_.size() + bytes.size() <= write_size_bytes) {
    out_ += bytes;
    return;
  }
  flush();
  if (bytes.size() <= write_size_bytes) {
    out_ = bytes;
    return;
  }
  while (!bytes.empty()) {
    const ssize_t sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0) fail_with_errno("send");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void Connection::flush() {
  std::string_view rest = out_;
  while (!rest.empty()) {
    const ssize_t sent = send(socket_, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent < 0) fail_with_errno("send");
    rest.remove_prefix(static_cast<std::size_t>(sent));
  }
  out_.clear();
}

unsigned Connection::send_command(std::string_view text) {
  const unsigned tag = ++last_tag_;
  write("t" + std::to_string(tag) + " ");
  write(text);
  write("\r\n");
  return tag;
}

void Connection::await(unsigned tag, const std::function<void(std::string_view)>& untagged) {
  flush();
  for (;;) {
    const std::string_view line = read_line();
    if (ends(line, tag)) return;
    if (untagged) untagged(line);
  }
}

bool Connection::ends(std::string_view line, unsigned tag) {
  if (line.empty() || line.front() != 't') return false;
  const std::string wanted = "t" + std::to_string(tag) + " OK";
  if (!line.starts_with(wanted)) throw std::runtime_error("the server says: " + std::string(line));
  return true;
}

std::string_view Connection::read_line() {
  std::size_t searched = 0;
  for (;;) {
    const char* from = in_.data() + begin_;
    const void* found = std::memchr(from + searched, '\n', end_ - begin_ - searched);
    if (found != nullptr) {
      const auto length = static_cast<std::size_t>(static_cast<const char*>(found) - from);
      begin_ += length + 1;
      return {from, length > 0 && from[length - 1] == '\r' ? length - 1 : length};
    }
    searched = end_ - begin_;
    receive(searched + 1);
  }
}

std::string_view Connection::read_literal(std::size_t size) {
  receive(size);
  const std::string_view literal(in_.data() + begin_, size);
  begin_ += size;
  return literal;
}

// Until `wanted` bytes stand in the buffer.
void Connection::receive(std::size_t wanted) {
  if (end_ - begin_ >= wanted) return;
  std::memmove(in_.data(), in_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  if (in_.size() < wanted + read_size_bytes) in_.resize(wanted + read_size_bytes);
  while (end_ < wanted) {
    const ssize_t got = recv(socket_, in_.data() + end_, in_.size() - end_, 0);
    if (got < 0) fail_with_errno("recv");
    if (got == 0) throw std::runtime_error("the server closed the connection");
    end_ += static_cast<std::size_t>(got);
  }
}

}  // namespace postferry::bench

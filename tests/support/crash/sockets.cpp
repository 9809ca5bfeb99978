#include "tests/support/crash/sockets.hpp"

#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/support/loopback_address.hpp"

namespace postferry::test {
namespace {

void send_at_once(int descriptor) {
  const int on = 1;
  ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

}  // namespace

Socket& Socket::operator=(Socket&& other) noexcept {
  if (this != &other) {
    close();
    descriptor_ = std::exchange(other.descriptor_, -1);
  }
  return *this;
}

Socket Socket::to_loopback(std::uint16_t port) {
  Socket socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_in address = loopback_address(port);
  if (::connect(socket.descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) !=
      0) {
    return {};
  }
  send_at_once(socket.descriptor_);
  return socket;
}

bool Socket::write(std::string_view bytes) noexcept {
  while (!bytes.empty()) {
    const ssize_t written = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

std::size_t Socket::read(char* into, std::size_t capacity) noexcept {
  for (;;) {
    const ssize_t got = ::recv(descriptor_, into, capacity, 0);
    if (got < 0 && errno == EINTR) continue;
    return got <= 0 ? 0 : static_cast<std::size_t>(got);
  }
}

void Socket::shutdown() noexcept {
  if (descriptor_ >= 0) ::shutdown(descriptor_, SHUT_RDWR);
}

void Socket::close() noexcept {
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

Listener::Listener() : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address = loopback_address(0);
  socklen_t size = sizeof address;
  auto* const raw = reinterpret_cast<sockaddr*>(&address);
  if (::bind(descriptor_, raw, size) != 0 || ::listen(descriptor_, 128) != 0 ||
      ::getsockname(descriptor_, raw, &size) != 0) {
    ::close(descriptor_);
    throw std::runtime_error("no port on loopback");
  }
  port_ = ntohs(address.sin_port);
}

Listener::~Listener() { ::close(descriptor_); }

std::optional<Socket> Listener::accept() noexcept {
  for (;;) {
    const int accepted = ::accept4(descriptor_, nullptr, nullptr, SOCK_CLOEXEC);
    if (accepted >= 0) {
      send_at_once(accepted);
      return Socket(accepted);
    }
    if (errno != EINTR && errno != ECONNABORTED) return std::nullopt;
  }
}

void Listener::stop() noexcept { ::shutdown(descriptor_, SHUT_RDWR); }

}  // namespace postferry::test

#include "socket.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <cstdint>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdexcept>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

namespace postferry::bench {
namespace {

[[noreturn]] void fail_with_errno(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

[[noreturn]] void fail_with_tls(const char* what) {
  char reason[256];
  ERR_error_string_n(ERR_get_error(), reason, sizeof reason);
  throw std::runtime_error(std::string(what) + ": " + reason);
}

int connected_socket(const std::string& host, unsigned port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  if (inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1) {
    throw std::invalid_argument(host + " is no IPv4 address");
  }
  const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
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

SSL* handshaken(int socket) {
  SSL_CTX* context = SSL_CTX_new(TLS_client_method());
  if (context == nullptr) fail_with_tls("TLS");
  SSL* tls = SSL_new(context);
  SSL_CTX_free(context);  // the connection keeps it
  if (tls == nullptr || SSL_set_fd(tls, socket) != 1 || SSL_connect(tls) != 1) {
    SSL_free(tls);
    fail_with_tls("TLS handshake");
  }
  return tls;
}

}  // namespace

void Socket::EndTls::operator()(SSL* tls) const { SSL_free(tls); }

Socket::Socket(const std::string& host, unsigned port, Encryption encryption)
    : socket_(connected_socket(host, port)) {
  if (encryption == Encryption::tls) tls_.reset(handshaken(socket_));
}

Socket::~Socket() { close(socket_); }

void Socket::send(std::string_view bytes) {
  while (!bytes.empty()) {
    std::size_t sent = 0;
    if (tls_) {
      if (SSL_write_ex(tls_.get(), bytes.data(), bytes.size(), &sent) != 1) fail_with_tls("send");
    } else {
      const ssize_t some = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (some < 0) fail_with_errno("send");
      sent = static_cast<std::size_t>(some);
    }
    bytes.remove_prefix(sent);
  }
}

std::size_t Socket::receive(std::span<char> room) {
  if (tls_) {
    std::size_t got = 0;
    if (SSL_read_ex(tls_.get(), room.data(), room.size(), &got) != 1) fail_with_tls("receive");
    return got;
  }
  const ssize_t got = recv(socket_, room.data(), room.size(), 0);
  if (got < 0) fail_with_errno("recv");
  if (got == 0) throw std::runtime_error("the server closed the connection");
  return static_cast<std::size_t>(got);
}

}  // namespace postferry::bench

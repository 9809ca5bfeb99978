// Socket: one TCP connection of the raw pump, in the clear or with TLS, with blocking calls.
//
// Made by Connection. TLS asks for no certificate: both ends are on this machine, and checking one
// costs nothing that could be measured. One thread a socket. Anything unexpected throws.
#pragma once

#include <cstddef>
#include <memory>
#include <openssl/types.h>
#include <span>
#include <string>
#include <string_view>

namespace postferry::bench {

enum class Encryption { none, tls };

class Socket {
 public:
  // `host` is a dotted IPv4 address.
  Socket(const std::string& host, unsigned port, Encryption encryption);
  ~Socket();
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  // All of the bytes.
  void send(std::string_view bytes);
  // What is there, at least a byte; gives how many.
  std::size_t receive(std::span<char> room);

 private:
  struct EndTls {
    void operator()(SSL* tls) const;
  };

  int socket_ = -1;
  std::unique_ptr<SSL, EndTls> tls_;
};

}  // namespace postferry::bench

// Blocking TCP sockets on loopback, for the servers and proxies that tests run in their own
// process. Used by Proxy and FaultyTarget; never by the product. RAII; shutdown() may come from
// another thread to wake a read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace postferry::test {

class Socket {
 public:
  Socket() = default;
  explicit Socket(int descriptor) : descriptor_(descriptor) {}
  Socket(Socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Socket& operator=(Socket&& other) noexcept;
  ~Socket() { close(); }

  static Socket to_loopback(std::uint16_t port);  // not open when nobody listens there

  bool is_open() const noexcept { return descriptor_ >= 0; }
  bool write(std::string_view bytes) noexcept;                  // all of them, or false
  std::size_t read(char* into, std::size_t capacity) noexcept;  // 0 at the end or on an error
  void shutdown() noexcept;
  void close() noexcept;

 private:
  int descriptor_ = -1;
};

class Listener {
 public:
  Listener();  // any free port
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener();

  std::uint16_t port() const noexcept { return port_; }
  std::optional<Socket> accept() noexcept;  // nullopt once stop() was called
  void stop() noexcept;

 private:
  int descriptor_ = -1;
  std::uint16_t port_ = 0;
};

}  // namespace postferry::test

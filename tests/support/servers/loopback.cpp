// Ports of 127.0.0.1: finding a free one and seeing whether a server answers there.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "tests/support/loopback_address.hpp"
#include "tests/support/servers/server_process.hpp"

namespace postferry::test {
namespace {

class ProbeSocket {
 public:
  ProbeSocket() : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (descriptor_ < 0) throw std::runtime_error("cannot make a socket");
  }
  ~ProbeSocket() { ::close(descriptor_); }
  ProbeSocket(const ProbeSocket&) = delete;
  ProbeSocket& operator=(const ProbeSocket&) = delete;
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

}  // namespace

std::uint16_t free_port() {
  const ProbeSocket socket;
  sockaddr_in address = loopback_address(0);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(socket.get(), generic, size) != 0 || getsockname(socket.get(), generic, &size) != 0) {
    throw std::runtime_error("no free port on 127.0.0.1");
  }
  return ntohs(address.sin_port);
}

bool greets(std::uint16_t port) {
  const ProbeSocket socket;
  const timeval second{.tv_sec = 1, .tv_usec = 0};
  setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &second, sizeof second);
  const sockaddr_in address = loopback_address(port);
  if (connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return false;
  }
  std::string seen;
  char byte = 0;
  while (seen.size() < 4 && recv(socket.get(), &byte, 1, 0) == 1) seen += byte;
  return seen == "* OK";
}

}  // namespace postferry::test

#include "tests/system/crowded_door.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>

namespace postferry::test {
namespace {

constexpr int glance_milliseconds = 50;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

bool readable(int descriptor) {
  pollfd event{descriptor, POLLIN, 0};
  return ::poll(&event, 1, glance_milliseconds) > 0;
}

bool send_all(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

// As a firewall answers.
void reset(int descriptor) {
  const linger at_once{1, 0};
  ::setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(descriptor);
}

// False when one side has ended.
bool pass_on(int from, int to) {
  char bytes[16384];
  const auto got = ::recv(from, bytes, sizeof bytes, 0);
  return got > 0 && send_all(to, {bytes, static_cast<std::size_t>(got)});
}

}  // namespace

CrowdedDoor::CrowdedDoor(std::uint16_t server_port, DoorRules rules)
    : server_port_(server_port), rules_(rules) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto address = loopback(0);
  socklen_t size = sizeof address;
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, any, size) != 0 || ::listen(listener_, 64) != 0)
    throw std::runtime_error("no port for the crowded door");
  ::getsockname(listener_, any, &size);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

CrowdedDoor::~CrowdedDoor() {
  ending_ = true;
  thread_.join();
  for (auto& guest : guests_) guest.join();
  ::close(listener_);
}

void CrowdedDoor::serve() {
  while (!ending_) {
    if (!readable(listener_)) continue;
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    if (is_shut()) {
      ++shut_out_;
      reset(client);
      continue;
    }
    if (inside_ >= rules_.most_inside) {
      ++refused_;
      send_all(client, "* BYE Too many connections from your address\r\n");
      ::close(client);
      continue;
    }
    most_inside_ = std::max<int>(most_inside_, ++inside_);
    guests_.emplace_back([this, client] { pass(client); });
  }
}

void CrowdedDoor::pass(int client) {
  const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto address = loopback(server_port_);
  bool open = ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  while (open && !ending_ && !is_shut()) {
    pollfd both[2] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
    if (::poll(both, 2, glance_milliseconds) <= 0) continue;
    if (both[0].revents != 0) open = pass_on(client, server);
    if (open && both[1].revents != 0) open = answer(server, client);
  }
  --inside_;
  ::close(server);
  if (is_shut())
    reset(client);
  else
    ::close(client);
}

// The last failed login is still told.
bool CrowdedDoor::answer(int server, int client) {
  char bytes[16384];
  const auto got = ::recv(server, bytes, sizeof bytes, 0);
  if (got <= 0) return false;
  const std::string_view words(bytes, static_cast<std::size_t>(got));
  const bool told = send_all(client, words);
  if (words.contains(" NO [AUTHENTICATIONFAILED]")) ++failed_logins_;
  return told;
}

}  // namespace postferry::test

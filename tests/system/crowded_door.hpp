// CrowdedDoor: stands before a real server on loopback and lets only so many in at a time; all
// others hear "BYE Too many connections". As hosts do that count connections, not users. After so
// many failed logins it cuts everybody off and lets nobody in any more, as fail2ban does.
//
// Threads of its own; the numbers may be read while it runs. Destroying it ends all connections.
#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <list>
#include <mutex>
#include <thread>

namespace postferry::test {

struct DoorRules {
  int most_inside = std::numeric_limits<int>::max();
  int most_failed_logins = std::numeric_limits<int>::max();
};

class CrowdedDoor {
 public:
  CrowdedDoor(std::uint16_t server_port, DoorRules rules);
  ~CrowdedDoor();
  CrowdedDoor(const CrowdedDoor&) = delete;
  CrowdedDoor& operator=(const CrowdedDoor&) = delete;

  std::uint16_t port() const { return port_; }
  int refused() const { return refused_; }
  int most_inside() const { return most_inside_; }
  int failed_logins() const { return failed_logins_; }
  // Connections that were tried after the last failed login that it bears.
  int shut_out() const { return shut_out_; }

 private:
  void serve();
  void pass(int client);
  bool answer(int server, int client);

  bool is_shut() const { return failed_logins_ >= rules_.most_failed_logins; }

  std::uint16_t server_port_;
  DoorRules rules_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> ending_ = false;
  std::atomic<int> inside_ = 0;
  std::atomic<int> most_inside_ = 0;
  std::atomic<int> refused_ = 0;
  std::atomic<int> failed_logins_ = 0;
  std::atomic<int> shut_out_ = 0;
  std::list<std::thread> guests_;  // touched by the server's thread until it has ended
  std::thread thread_;
};

}  // namespace postferry::test

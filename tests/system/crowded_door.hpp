// CrowdedDoor: stands before a real server on loopback and lets only so many in at a time; all
// others hear "BYE Too many connections". As hosts do that count connections, not users.
//
// Threads of its own; the numbers may be read while it runs. Destroying it ends all connections.
#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <mutex>
#include <thread>

namespace postferry::test {

class CrowdedDoor {
 public:
  CrowdedDoor(std::uint16_t server_port, int most);
  ~CrowdedDoor();
  CrowdedDoor(const CrowdedDoor&) = delete;
  CrowdedDoor& operator=(const CrowdedDoor&) = delete;

  std::uint16_t port() const { return port_; }
  int refused() const { return refused_; }
  int most_inside() const { return most_inside_; }

 private:
  void serve();
  void pass(int client);

  std::uint16_t server_port_;
  int most_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> ending_ = false;
  std::atomic<int> inside_ = 0;
  std::atomic<int> most_inside_ = 0;
  std::atomic<int> refused_ = 0;
  std::list<std::thread> guests_;  // touched by the server's thread until it has ended
  std::thread thread_;
};

}  // namespace postferry::test

// RunningService: `postferry serve` as a process, on a free port, with a state folder that the test
// gives; and short ways to have people in it.
//
// Used by the tests of the service. Starting and ending are bounded; the process dies with the
// object. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

#include "tests/support/service/browser.hpp"

namespace postferry::test {

class RunningService {
 public:
  // Waits until it listens. `more`: further arguments.
  explicit RunningService(std::filesystem::path state, std::vector<std::string> more = {});
  ~RunningService();
  RunningService(const RunningService&) = delete;
  RunningService& operator=(const RunningService&) = delete;

  std::uint16_t port() const { return port_; }
  Browser browser() const { return Browser(port_); }
  // The token of the link of the first visit; empty when none was printed.
  std::string setup_token() const;
  std::string output() const;  // all that was written so far
  // Asks it to end; its exit code, -1 when it did not end in time.
  int stop();

 private:
  std::filesystem::path state_;
  std::filesystem::path output_;
  pid_t process_ = -1;
  std::uint16_t port_ = 0;
};

// The password of everybody in the tests.
inline constexpr auto everybodys_password = "a long enough passphrase 7";

// The first visit, as "olga@provider.example". Signed in.
Browser first_visit(const RunningService& service);

// Somebody new, invited by `by` into `customer` ("": of the one who invites). Signed in.
Browser join(const RunningService& service, Browser& by, const std::string& email,
             const std::string& role, const std::string& customer = "");

}  // namespace postferry::test

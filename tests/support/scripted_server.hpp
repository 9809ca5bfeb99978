// ScriptedServer: a server on loopback that plays a transcript and notes where the client differs.
//
// Used by the tests of net and imap/session and by the replay runner; it knows nothing of the
// product. Each accepted connection plays the next script. Runs on its own thread until it dies.
// A script's lines:
//   S: text    sends the text and CRLF; {tag} is the tag of the last C line, {tag-1} of the one
//              before; <<0d0a>> stands for bytes in hex, <<41*1000>> for a thousand of them
//   S= text    the same without CRLF
//   C: text    expects a line; {tag} takes one word, * any run of bytes
//   C= 4021    takes that many bytes (a literal)
//   X close    ends the connection; X reset with RST
//   X pause 50 waits so many milliseconds
//   X silence  waits until the client goes (at most ten seconds)
//   X trickle  from now on one byte a write
//   X tls      the TLS handshake
//   # ...      is a remark
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/support/throwaway_certificate.hpp"

namespace postferry::test {

class ScriptedServer {
 public:
  explicit ScriptedServer(std::string script, std::optional<Identity> identity = std::nullopt);
  explicit ScriptedServer(std::vector<std::string> scripts,
                          std::optional<Identity> identity = std::nullopt);
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  std::uint16_t port() const noexcept { return port_; }

  // Waits until all scripts are played (at most ten seconds) and says what went wrong; "" when
  // every line came as expected.
  std::string problems();

  // Everything that clients have sent, over all connections, once all scripts are played.
  std::string received();

 private:
  void serve(const std::vector<std::string>& scripts);
  void note(const std::string& problem);
  void await_end() const;

  std::optional<Identity> identity_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_{false};
  std::atomic<bool> done_{false};
  std::mutex mutex_;
  std::string problems_;
  std::string received_;
  std::thread thread_;
};

// Whether `line` is what a C line expects; takes the tag.
bool matches(std::string_view pattern, std::string_view line, std::string& tag);

}  // namespace postferry::test

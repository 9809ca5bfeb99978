// Proxy: stands on loopback between the binary and a real server, in the clear, and makes the
// server poorer, slower or less reliable than it is; counts what passes.
//
// Used by the crash and system tests. Runs on threads of its own; the numbers and the rules may be
// touched from the test's thread while it runs. Destroying it ends all connections.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postferry::test {

enum class Direction : std::uint8_t { to_server, to_client };

// Ends a connection (both ways, at once) when this much has passed in this direction.
struct Cut {
  Direction direction = Direction::to_client;
  std::optional<std::uint64_t> after_bytes = {};  // the rest of the last piece does not pass
  std::optional<std::uint64_t> after_lines = {};  // literals are no lines
  std::string after_line_with = {};               // a line that holds this text, any case; passes
  int connections = 1;                            // so many connections are cut, then no more
};

// The n-th APPEND command: what follows its literal's announcement is held back; once the client
// has sent it all the client is cut off, and `late_by` afterwards the server gets it after all.
struct LateAppend {
  int append = 1;
  std::chrono::milliseconds late_by{1000};
};

struct ProxyRules {
  std::vector<std::string> hidden_capabilities = {};  // "UIDPLUS", "LITERAL+", "AUTH=PLAIN"
  bool hide_append_uid = false;                       // the response codes APPENDUID and COPYUID
  std::optional<Cut> cut = {};
  std::optional<LateAppend> late_append = {};
  std::chrono::milliseconds delay{0};  // before each piece that goes to the client
  // Called with each line of the client before it goes on; may take its time.
  std::function<void(std::string_view line)> before_client_line = {};
};

struct ProxyCounts {
  std::uint64_t connections = 0;
  std::uint64_t bytes_to_server = 0;
  std::uint64_t bytes_to_client = 0;
  std::uint64_t lines_to_server = 0;
  std::uint64_t tagged_responses = 0;
  std::uint64_t round_trips = 0;  // how often the client spoke after it had listened
  std::uint64_t appends = 0;      // APPEND commands
  std::uint64_t cuts = 0;
  std::uint64_t delivered_late = 0;
};

class Proxy {
 public:
  Proxy(std::uint16_t server_port, ProxyRules rules);
  ~Proxy();

  std::uint16_t port() const;
  ProxyCounts counts() const;
  void reset_counts();
  // Holds for connections made from now on.
  void set_rules(ProxyRules rules);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace postferry::test

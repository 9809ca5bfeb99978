// One conversation that passes through a Proxy: a client's socket, a server's socket, and a thread
// for each direction. Made by the Proxy for each connection; joins its threads when it dies.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "tests/support/crash/imap_lines.hpp"
#include "tests/support/crash/sockets.hpp"
#include "tests/support/proxy.hpp"

namespace postferry::test {

struct AtomicCounts {
  std::atomic<std::uint64_t> connections, bytes_to_server, bytes_to_client, lines_to_server,
      tagged_responses, round_trips, appends, cuts, delivered_late;
};

// What conversations of one proxy share.
struct ProxyBooks {
  AtomicCounts counts;
  std::atomic<int> cuts_left{0};
  std::atomic<int> appends_until_late{0};  // 0: never
};

// The line without the capabilities that are to be hidden, and without UID codes if so ruled.
std::string poorer(std::string line, const ProxyRules& rules);

class Conversation {
 public:
  Conversation(Socket client, Socket server, std::shared_ptr<const ProxyRules> rules,
               ProxyBooks& books);
  ~Conversation();
  bool is_over() const noexcept { return threads_done_ == 2; }

 private:
  void carry_to_server();
  void carry_to_client();
  void take_client_line(std::string line);
  void take_server_line(std::string line);
  void deliver_late();
  void pass(Direction direction, std::string_view bytes);
  // Counts the line, too.
  bool is_due(Direction direction, std::string_view line);
  void cut();
  void end();

  Socket client_;
  Socket server_;
  std::shared_ptr<const ProxyRules> rules_;
  ProxyBooks& books_;
  std::atomic<bool> encrypted_{false};  // after STARTTLS: bytes pass as they are
  std::atomic<bool> client_listened_{true};
  std::atomic<bool> client_is_cut_{false};
  std::atomic<std::uint64_t> continuations_{0};
  std::uint64_t continuations_before_literal_ = 0;
  std::atomic<bool> ended_{false};
  std::atomic<int> threads_done_{0};
  std::uint64_t passed_bytes_[2] = {0, 0};
  std::uint64_t passed_lines_[2] = {0, 0};
  bool holding_ = false;
  std::string held_;
  std::jthread upward_;
  std::jthread downward_;
};

}  // namespace postferry::test

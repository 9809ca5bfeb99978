// What the session tests share: a session against a scripted server on loopback.
#pragma once

#include <chrono>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <vector>

#include "imap/session/open_session.hpp"
#include "tests/support/run_task.hpp"
#include "tests/support/scripted_server.hpp"

namespace postferry::imap {

using test::ScriptedServer;
using test::TaskLoop;

// Keeps every line that a FileTrace would write.
class KeptTrace final : public TraceSink {
 public:
  unsigned next_connection() override { return ++connections_; }
  void line(unsigned, TraceKind kind, std::string_view text) override {
    constexpr std::string_view marks = "CS-";
    text_ += marks[static_cast<std::size_t>(kind)];
    text_ += ": ";
    text_ += text;
    text_ += '\n';
  }
  const std::string& text() const { return text_; }

 private:
  unsigned connections_ = 0;
  std::string text_;
};

inline net::Endpoint endpoint_of(const ScriptedServer& server,
                                 net::Security security = net::Security::none) {
  return {.host = "mail.example",
          .port = 143,
          .security = security,
          .connect_to = "127.0.0.1",
          .connect_port = server.port()};
}

inline SessionOptions quick_options() {
  using namespace std::chrono_literals;
  return {.side = Side::source,
          .host = "mail.example",
          .timeouts = {.connect = 5s,
                       .greeting = 5s,
                       .login = 5s,
                       .command = 5s,
                       .idle = 5s,
                       .last_words = 500ms}};
}

inline Credentials alice() {
  return {.user = "alice", .password = Secret("sesame"), .authorize_as = {}};
}

inline std::unique_ptr<Session> open_to(TaskLoop& loop, const ScriptedServer& server,
                                        Credentials credentials = alice(),
                                        SessionOptions options = quick_options(),
                                        net::Security security = net::Security::none,
                                        net::NetworkPolicy policy = {}) {
  return loop.run(open_session(endpoint_of(server, security), std::move(policy),
                               std::move(credentials), std::move(options)));
}

template <class Work>
Error failure_of(Work work) {
  try {
    work();
  } catch (const Failure& failure) {
    return failure.error();
  }
  ADD_FAILURE() << "nothing was thrown";
  return {};
}

// A login without surprises, with these capabilities afterwards.
inline std::string logged_in(const std::string& capabilities) {
  return "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] ready\n"
         "C: {tag} AUTHENTICATE PLAIN AGFsaWNlAHNlc2FtZQ==\n"
         "S: {tag} OK [CAPABILITY IMAP4rev1 " +
         capabilities + "] done\n";
}

}  // namespace postferry::imap

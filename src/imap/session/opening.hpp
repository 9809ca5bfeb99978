// Opening: the steps from a fresh connection to a session that is logged in, one at a time.
//
// Private to this room: open_session() takes them in order, tests take them singly. Each throws
// Failure when the session cannot be had.
#pragma once

#include "base/task.hpp"
#include "imap/session/session.hpp"
#include "net/endpoint.hpp"

namespace postferry::imap {

class Opening {
 public:
  explicit Opening(Session& session) : session_(session) {}

  // greeting = "*" SP ("OK" / "PREAUTH" / "BYE") ...
  Task<> greet();
  // STARTTLS (RFC 9051 6.2.1); refuses what was sent in the clear to be read after it.
  Task<> secure(net::Endpoint endpoint, net::NetworkPolicy policy);
  // AUTHENTICATE PLAIN or LOGIN, once.
  Task<> log_in(const Credentials& credentials);
  // CAPABILITY where it is not known, ID (RFC 2971) and NAMESPACE (RFC 2342), and the row of the
  // quirk table.
  Task<> introduce();

 private:
  Task<> ask_capabilities();
  Task<Completion> authenticate(const Credentials& credentials);
  Task<Completion> say(Command command);
  [[noreturn]] void refuse(ErrorCode code, std::string text);

  enum class Greeting : std::uint8_t { stranger, known };  // OK, PREAUTH
  Session& session_;
  Greeting greeting_ = Greeting::stranger;
};

}  // namespace postferry::imap

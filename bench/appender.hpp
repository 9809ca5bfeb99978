// Appender: the pump's writing side, which stores messages on one connection, many at a time.
//
// Where the target can, a batch is one MULTIAPPEND (RFC 3502); with `batch` 1 each message has an
// APPEND of its own. A few hundred messages run ahead of the server's answers, unless `literals`
// says that it must ask for each first (a server without LITERAL+, RFC 7888). One thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "connection.hpp"

namespace postferry::bench {

enum class Literals { unasked, asked_for };

class Appender {
 public:
  Appender(const Account& target, std::size_t batch, Literals literals);

  // What follows goes into this mailbox: its name as it stands in a command.
  void begin(std::string_view mailbox);
  void add(std::string_view flags, std::string_view date, std::string_view message);
  // Waits until the server has taken everything.
  void finish();

 private:
  void end_batch();
  void await_request();

  Connection connection_;
  std::size_t batch_;
  std::size_t batches_ahead_;
  Literals literals_;
  std::size_t in_batch_ = 0;
  unsigned last_tag_ = 0;  // of the connection, whose login was the first command
  unsigned answered_ = 0;
  std::string mailbox_;
};

}  // namespace postferry::bench

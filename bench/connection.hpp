// Connection: one IMAP connection of the raw pump, with blocking reads and buffered writes.
//
// Commands are written without waiting for the one before (RFC 3501, 5.5) and answered in order.
// What read_line() and read_literal() give points into the buffer and holds until the next read.
// One thread a connection. Anything unexpected throws: the pump measures, it does not recover.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "socket.hpp"

namespace postferry::bench {

struct Account {
  std::string host;  // dotted IPv4 address
  unsigned port = 0;
  std::string user;
  std::string password;
  Encryption encryption = Encryption::none;
};

class Connection {
 public:
  // Connects and logs in.
  explicit Connection(const Account& account);

  // Adds to what is to be sent; sends by itself beyond 64 KiB.
  void write(std::string_view bytes);
  void flush();

  // Writes a command with the next tag, which it gives back.
  unsigned send_command(std::string_view text);
  // Reads to the end of the command with this tag; `untagged` gets each line on the way.
  void await(unsigned tag, const std::function<void(std::string_view)>& untagged = {});

  std::string_view read_line();  // without CRLF
  std::string_view read_literal(std::size_t size);
  // Whether the line ends the command; throws if it ends it with anything but OK.
  static bool ends(std::string_view line, unsigned tag);

 private:
  void receive(std::size_t wanted);

  Socket socket_;
  unsigned last_tag_ = 0;
  std::string out_;
  std::vector<char> in_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace postferry::bench

// A small blocking IMAP client for tests, apart from src/imap: the oracle that looks what is there.
//
// Speaks in the clear to 127.0.0.1. Folder names are as on the wire (modified UTF-7). Every wait
// ends after 30 seconds; what a server refuses throws ImapRefused with its words. One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/imap_reply.hpp"

namespace postferry::test {

struct ImapRefused : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct ImapAnswer {
  std::vector<std::string> untagged;  // whole responses without "* " and the final CRLF
  std::string tagged;                 // "OK ...", "NO ..." or "BAD ..."
  bool ok() const { return tagged.starts_with("OK"); }
};

struct ListedFolder {
  std::string name;
  std::string separator;             // empty: NIL
  std::set<std::string> attributes;  // as sent: "\\Noselect"
};

struct StoredMessage {
  std::uint32_t uid = 0;
  std::set<std::string> flags;  // without \Recent
  std::string internal_date;    // as sent
  std::chrono::sys_seconds instant;
  std::string body;
};

class ImapClient {
 public:
  ImapClient(std::uint16_t port, std::string_view user, std::string_view password);
  ~ImapClient();
  ImapClient(const ImapClient&) = delete;
  ImapClient& operator=(const ImapClient&) = delete;

  // Sends one command (no tag, no CRLF, no literals) and gives everything up to its tagged answer.
  ImapAnswer attempt(std::string_view command);
  ImapAnswer command(std::string_view command);  // the same, but NO and BAD throw
  void login(std::string_view user, std::string_view password);

  std::vector<ListedFolder> folders();
  std::set<std::string> subscribed();
  std::string capabilities();
  std::string personal_prefix();  // of NAMESPACE: "" or "INBOX."
  void create(std::string_view folder);
  void remove(std::string_view folder);
  void rename(std::string_view from, std::string_view to);
  void subscribe(std::string_view folder);
  std::uint32_t uid_validity(std::string_view folder);

  // `flags` as "\\Seen $Forwarded", `date` as an INTERNALDATE; both may be empty.
  // Gives the new uid where the server has UIDPLUS, else 0.
  std::uint32_t append(std::string_view folder, std::string_view body, std::string_view flags = {},
                       std::string_view date = {});
  std::vector<StoredMessage> read(std::string_view folder);  // EXAMINE, BODY.PEEK[]
  // `uids` as "3" or "1:*", `change` as "+FLAGS (\\Seen)".
  void store(std::string_view folder, std::string_view uids, std::string_view change);
  void expunge(std::string_view folder, std::string_view uids);
  void move(std::string_view folder, std::string_view uids, std::string_view to);

 private:
  void send(std::string_view bytes);
  std::string read_line();
  std::string read_response();
  ImapAnswer read_answer(std::string_view tag);
  std::string next_tag();
  void select(std::string_view folder);

  int socket_ = -1;
  unsigned commands_ = 0;
  std::string buffer_;
  std::size_t used_ = 0;
};

}  // namespace postferry::test

// Compares two accounts message for message, with the tests' own eyes.
//
// An account is seen as a multiset of (folder, SHA-256, flags, instant). Folder names are made
// comparable first: without the personal prefix, levels joined by '/', INBOX in capitals.
#pragma once

#include <chrono>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

#include "tests/support/imap_client.hpp"

namespace postferry::test {

struct SeenMessage {
  std::string folder;
  std::string sha256;  // hexadecimal
  std::set<std::string> flags;
  std::chrono::sys_seconds instant;
  auto operator<=>(const SeenMessage&) const = default;
};

struct SeenAccount {
  std::set<std::string> folders;  // the selectable ones, empty ones too
  std::multiset<SeenMessage> messages;
  std::map<std::string, std::string> subjects;  // by digest, to make a difference readable
};

// Reads everything (EXAMINE): costs as much as the account is big.
SeenAccount look_at(ImapClient& client);

// Empty when both hold the same; else a line each for what is missing in or too much on the target:
//   "INBOX/Work: missing 3f2a... 'Subject' (\Seen) 2012-05-17T08:11:12Z"
// Folders that only the target has are no difference (special folders come with an account).
std::string difference(const SeenAccount& source, const SeenAccount& target);

std::string sha256_of(std::string_view bytes);

}  // namespace postferry::test

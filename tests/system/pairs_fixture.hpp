// What the tests of server pairs share: the servers by name, and accounts filled with a generated
// mailbox and the odd messages of the corpus.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/imap_client.hpp"
#include "tests/support/servers/throwaway_server.hpp"

namespace postferry::test {

enum class ServerKind : std::uint8_t { dovecot_maildir, dovecot_mdbox, cyrus, courier };
inline constexpr std::array all_server_kinds = {
    ServerKind::dovecot_maildir, ServerKind::dovecot_mdbox, ServerKind::cyrus, ServerKind::courier};

std::string_view name_of(ServerKind kind);
inline void PrintTo(ServerKind kind, std::ostream* out) { *out << name_of(kind); }
bool is_available(ServerKind kind);
std::unique_ptr<ThrowawayServer> start(ServerKind kind);

// $POSTFERRY_CORPUS, else ../shared/corpus beside the source tree; may not be there.
std::filesystem::path corpus_folder();
// Every .eml file of it with the line ends that an IMAP client sends.
std::vector<std::string> corpus_messages();

// Speaks of folders as "A/B", whatever the server's separator and prefix are.
class AccountFiller {
 public:
  AccountFiller(ThrowawayServer& server, std::string_view user);

  ImapClient& client() { return client_; }
  std::string wire_name(std::string_view path) const;
  void create(std::string_view path);
  // False when the server will not have it.
  bool append(std::string_view path, std::string_view body, std::string_view flags,
              std::string_view date);

 private:
  ImapClient client_;
  std::string prefix_;
  std::string separator_;
};

// Nested folders, scripts, flags, dates, copies, messages without Message-ID.
void fill_like_a_person(AccountFiller& account);
// The corpus into one folder; gives how many messages the server took.
std::size_t fill_with_corpus(AccountFiller& account);

}  // namespace postferry::test

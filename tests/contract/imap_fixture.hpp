// ImapFixture: an account on a throwaway IMAP server under the contract suites. The owner's hands
// are the tests' own ImapClient.
//
// Each fixture is a new user of a server that the suites share.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>

#include "tests/contract/contract_account.hpp"
#include "tests/support/imap_client.hpp"
#include "tests/support/servers/throwaway_server.hpp"

namespace postferry::test {

struct ImapPeculiarities {
  std::set<Lacks> lacks;
  std::optional<std::string> refused_bytes;
  std::optional<std::string> refused_name;
  // Sets a user's quota in units of 1,024 bytes; empty where the tests cannot.
  std::function<void(const std::string& user, std::uint64_t kilobytes)> limit = {};
};

class ImapFixture final : public ContractAccount {
 public:
  // The server outlives the fixture. `port`: the server's own, or that of a proxy before it.
  ImapFixture(const ThrowawayServer& server, std::uint16_t port, ImapPeculiarities peculiarities);

  void make_folder(const mail::FolderPath& path) override;
  void remove_folder(const mail::FolderPath& path) override;
  void put(const mail::FolderPath& folder, const ContractMessage& message) override;
  void put_all(const mail::FolderPath& folder,
               const std::vector<ContractMessage>& messages) override;
  void remove(const mail::FolderPath& folder, std::size_t position) override;
  void set_flags(const mail::FolderPath& folder, std::size_t position,
                 const mail::Flags& flags) override;
  std::vector<ContractMessage> look(const mail::FolderPath& folder) override;

  Task<std::unique_ptr<mail::Source>> source() override;
  Task<std::unique_ptr<mail::Target>> target() override;

  std::set<Lacks> lacks() const override { return peculiarities_.lacks; }
  std::optional<std::string> refused_bytes() const override { return peculiarities_.refused_bytes; }
  std::optional<mail::FolderPath> refused_name() const override;
  bool limit_bytes(std::uint64_t bytes) override;

 private:
  std::string mailbox(const mail::FolderPath& path) const;
  std::string uid_at(const mail::FolderPath& folder, std::size_t position);

  std::string user_;
  std::string password_;
  std::uint16_t port_;
  ImapPeculiarities peculiarities_;
  ImapClient client_;
  std::string prefix_;
  std::string separator_;
  bool at_once_ = false;  // MULTIAPPEND and LITERAL+
};

}  // namespace postferry::test

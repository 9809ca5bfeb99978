// Cyrus IMAP 3.6 for one test: MULTIAPPEND, QRESYNC, OBJECTID, and its own ideas about names.
//
// Any user logs in with any password (it cannot refuse one). `cyrus` is its administrator; `master`
// may log in as anyone by SASL PLAIN with an authorisation identity.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tests/support/servers/throwaway_server.hpp"

namespace postferry::test {

// altnamespace in imapd.conf: folders stand beside INBOX ("Work") or below it ("INBOX.Work").
enum class CyrusFolders : std::uint8_t { beside_inbox, below_inbox };
// unixhierarchysep in imapd.conf.
enum class CyrusSeparator : std::uint8_t { dot, slash };

struct CyrusOptions {
  CyrusFolders folders = CyrusFolders::beside_inbox;
  CyrusSeparator separator = CyrusSeparator::dot;
  std::optional<std::uint64_t> quota_kilobytes = std::nullopt;
  std::string extra = {};  // more lines of imapd.conf
};

class ThrowawayCyrus final : public ThrowawayServer {
 public:
  explicit ThrowawayCyrus(CyrusOptions options = {});

  static bool available() { return server_here("cyrus"); }
  static constexpr std::string_view master_user = "master";
  void wipe_user(std::string_view user) override;

 private:
  void configure() override;
  Command command() const override;
  Command with_libraries(std::vector<std::string> words) const;

  CyrusOptions options_;
};

}  // namespace postferry::test

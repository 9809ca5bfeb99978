// Dovecot 2.3 for one test: any mail format, separator, prefix, quota, and a master user.
//
// Any user logs in with password(). The master user `master` has the same password and logs in as
// another with "USER*master", or by SASL PLAIN with USER as the authorisation identity.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tests/support/servers/throwaway_server.hpp"

namespace postferry::test {

enum class MailFormat : std::uint8_t { maildir, sdbox, mdbox };
enum class SpecialUse : std::uint8_t { offered, absent };

struct DovecotOptions {
  MailFormat format = MailFormat::maildir;
  std::string separator = {};  // empty: the format's own ("." for Maildir++, "/" for dbox)
  std::string prefix = {};     // "INBOX." puts all folders below INBOX
  std::string layout = {};     // Maildir only: "fs" or "Maildir++"; empty: Dovecot's choice
  SpecialUse special_use = SpecialUse::offered;  // Sent Drafts Trash Junk, made at the first login
  std::optional<std::uint64_t> quota_bytes = std::nullopt;
  unsigned connections_per_user = 0;  // 0: no limit
  std::string extra = {};             // more lines of dovecot.conf
};

class ThrowawayDovecot final : public ThrowawayServer {
 public:
  explicit ThrowawayDovecot(DovecotOptions options = {});

  static bool available() { return server_here("dovecot"); }
  static constexpr std::string_view master_user = "master";
  std::filesystem::path home_of(std::string_view user) const;
  void wipe_user(std::string_view user) override;

 private:
  void configure() override;
  Command command() const override;
  std::string mail_location() const;
  std::string namespace_lines() const;
  std::string quota_lines() const;
  std::string service_lines() const;

  DovecotOptions options_;
};

}  // namespace postferry::test

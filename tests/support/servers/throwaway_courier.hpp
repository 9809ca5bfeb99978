// Courier IMAP 5.0 for one test: no LITERAL+, no MULTIAPPEND, everything below "INBOX.".
//
// Its imapd expects someone before it who logs the user in; here that is courier_login.py, which
// takes any user with password() and then hands the connection over.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tests/support/servers/throwaway_server.hpp"

namespace postferry::test {

struct CourierOptions {
  std::optional<std::uint64_t> quota_bytes = std::nullopt;
  std::string capability = {};  // empty: what Debian's configuration offers
};

class ThrowawayCourier final : public ThrowawayServer {
 public:
  explicit ThrowawayCourier(CourierOptions options = {});

  static bool available() { return server_here("courier"); }
  std::filesystem::path home_of(std::string_view user) const;
  void wipe_user(std::string_view user) override;

 private:
  void configure() override;
  Command command() const override;

  CourierOptions options_;
};

}  // namespace postferry::test

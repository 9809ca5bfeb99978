// NoticeReceivers: a real SMTP server and an HTTP server that keep what notices bring, both read by
// code that is not ours (receivers.py: Python's own, and aiosmtpd).
//
// Used by the tests of notices. Ends with this object. One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/servers/server_files.hpp"
#include "tests/support/servers/server_process.hpp"
#include "text/json.hpp"

namespace postferry::test {

class NoticeReceivers {
 public:
  static constexpr auto smtp_user = "postferry";
  static constexpr auto smtp_password = "s3cret";
  static constexpr auto webhook_secret = "a webhook's own secret";

  // Whether aiosmtpd is installed (tools/setup test). Where CI is set its absence is a failure.
  static bool available();

  NoticeReceivers();

  std::uint16_t smtp_port() const { return smtp_port_; }
  // "http://127.0.0.1:.../hook"
  std::string webhook_url(std::string_view query = "") const;

  // What came since the last call.
  std::vector<text::json::Value> mails() { return fresh("mails", mails_seen_); }
  std::vector<text::json::Value> webhooks() { return fresh("webhooks", webhooks_seen_); }
  void forget();

 private:
  std::vector<text::json::Value> fresh(std::string_view name, std::size_t& seen) const;

  ServerFolder folder_;
  std::uint16_t smtp_port_;
  std::uint16_t http_port_;
  std::size_t mails_seen_ = 0;
  std::size_t webhooks_seen_ = 0;
  ServerProcess process_;
};

}  // namespace postferry::test

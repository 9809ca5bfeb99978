// NoticeRoom: what sending notices works with: the outbox, the mail server and the webhook of the
// settings.
//
// Made by the command that serves; lives longer than every task that was given it. One thread, that
// of the loop on which notices are sent, where the settings change too.
#pragma once

#include <functional>
#include <string>

#include "net/http_client.hpp"
#include "net/mailer.hpp"
#include "service/clock.hpp"
#include "service/notices/notice_facts.hpp"
#include "service/settings.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/vault.hpp"

namespace postferry::service {

struct NoticeRoom {
  storage::catalog::Catalog& catalog;
  const storage::Vault& vault;
  net::Mailer& mailer;
  net::HttpClient& http;
  const Settings& settings;
  const std::string& public_url;                // without a slash at its end
  std::function<void(const std::string&)> log;  // lines for the operator
  AskMx ask_mx;
  Clock clock = system_clock();
};

// Asks the system's DNS servers, a few seconds long.
AskMx ask_dns_for_mx();

}  // namespace postferry::service

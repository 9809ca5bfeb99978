#include <fmt/format.h>
#include <string>
#include <string_view>

#include "net/request_target.hpp"
#include "service/account_url.hpp"

namespace postferry::service {
namespace {

std::string in_brackets(const std::string& host) {
  return host.contains(':') ? "[" + host + "]" : host;
}

}  // namespace

std::string url_text(const AccountUrl& account) {
  const auto& end = account.endpoint;
  std::string parameters;
  const auto add = [&parameters](std::string_view name, const std::string& value) {
    if (value.empty()) return;
    parameters +=
        fmt::format("{}{}={}", parameters.empty() ? "?" : "&", name, net::percent_encoded(value));
  };
  if (end.security == net::Security::none) add("tls", "none");
  if (!end.connect_to.empty())
    add("connect", end.connect_port == 0
                       ? end.connect_to
                       : fmt::format("{}:{}", in_brackets(end.connect_to), end.connect_port));
  add("ca", account.policy.ca_file);
  if (account.policy.fingerprint)
    add("fingerprint", net::fingerprint_text(*account.policy.fingerprint));
  add("master", account.master);
  add("master-separator", account.master_separator);
  return fmt::format("{}://{}@{}:{}{}", end.security == net::Security::tls ? "imaps" : "imap",
                     net::percent_encoded(account.user), in_brackets(end.host), end.port,
                     parameters);
}

}  // namespace postferry::service

#include "service/account_url.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <vector>

#include "base/error_catalog.hpp"
#include "net/url.hpp"
#include "service/imap_ports.hpp"
#include "service/pasted_text.hpp"
#include "text/ascii.hpp"
#include "text/display.hpp"

namespace postferry::service {
namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

Error usage(Side side, std::string text) {
  return Error{.code = ErrorCode::bad_usage,
               .text = std::move(text),
               .where = std::string(argument_name(side)),
               .side = side};
}

std::string where_passwords_go(Side side) {
  const auto name = side_name(side);
  return fmt::format(
      "Put it into the environment as POSTFERRY_{}_PASSWORD or into the file named by "
      "--{}-password-file, or wait to be asked.",
      argument_name(side), name);
}

// What stands between "//" and the last '@' of what can be the authority: also of a URL that
// cannot be parsed because of what its password holds.
bool holds_password(std::string_view text) {
  const auto begin = text.find("//");
  if (begin == std::string_view::npos) return false;
  const auto authority = text.substr(begin + 2);
  const auto colon = authority.find(':');
  return colon != std::string_view::npos && authority.find('@', colon) < authority.find('?');
}

// Whether RFC 3986 lets the character stand for itself, or has a meaning for it. A plus sign in a
// form's query is a blank, so it does not count.
bool may_stand(char c) {
  constexpr std::string_view marks = "-._~:/?#[]@!$&'()*,;=%";
  const char small = text::lower(c);
  return (c >= '0' && c <= '9') || (small >= 'a' && small <= 'z') || marks.contains(c);
}

// People write names and files as they are: "jürgen", "OLD\jürgen", "alice@old.example". The last @
// before the host's end is the one that separates.
std::string percent_encoded(std::string_view text) {
  const auto slashes = text.find("//");
  const auto begin = slashes == std::string_view::npos ? text.size() : slashes + 2;
  const auto end = std::min(text.find_first_of("/?#", begin), text.size());
  const auto last_at = text.substr(0, end).rfind('@');
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool of_the_user = text[at] == '@' && at >= begin && at < end && at != last_at;
    if (may_stand(text[at]) && !of_the_user)
      result += text[at];
    else
      result += fmt::format("%{:02X}", static_cast<unsigned char>(text[at]));
  }
  return result;
}

bool begins_with_scheme(std::string_view text) {
  const auto scheme = text.substr(0, text.find("://"));
  return text::equal_ignoring_case(scheme, "imaps") || text::equal_ignoring_case(scheme, "imap");
}

// The value of a parameter, taken out of the list; nullopt when it is not there.
std::optional<std::string> take(Parameters& parameters, std::string_view name) {
  const auto found = std::ranges::find(parameters, name, &Parameters::value_type::first);
  if (found == parameters.end()) return std::nullopt;
  auto value = std::move(found->second);
  parameters.erase(found);
  return value;
}

std::optional<Error> check_parameters(const Parameters& parameters, Side side) {
  constexpr std::array<std::string_view, 6> known{"tls",     "ca",     "fingerprint",
                                                  "connect", "master", "master-separator"};
  constexpr std::array<std::string_view, 4> secrets{"password", "pass", "passwd", "pw"};
  std::vector<std::string_view> seen;
  for (const auto& [name, value] : parameters) {
    if (std::ranges::find(secrets, text::to_lower(name)) != secrets.end())
      return usage(side, "A password does not belong into the URL, where others can see it. " +
                             where_passwords_go(side));
    if (std::ranges::find(known, name) == known.end())
      return usage(side,
                   fmt::format("The URL has no parameter ?{}=; there are: {}.",
                               text::shortened(text::printable(name), 40), fmt::join(known, ", ")));
    if (std::ranges::find(seen, name) != seen.end())
      return usage(side, fmt::format("?{}= is given twice; give it once.", name));
    if (value.empty() || has_control_character(value))
      return usage(side, fmt::format("?{}= needs a value.", name));
    seen.push_back(name);
  }
  return std::nullopt;
}

Result<net::Security> security_of(std::string_view scheme, Parameters& parameters, Side side) {
  const auto tls = take(parameters, "tls");
  if (!tls) return scheme == "imaps" ? net::Security::tls : net::Security::starttls;
  if (*tls != "none")
    return std::unexpected(usage(side, "?tls= can only be none; without it TLS is demanded."));
  if (scheme == "imaps")
    return std::unexpected(
        usage(side, "imaps:// speaks TLS from the first byte; ?tls=none goes with imap://."));
  return net::Security::none;
}

Result<net::NetworkPolicy> policy_of(net::Security security, Parameters& parameters, Side side) {
  net::NetworkPolicy policy;
  const auto fingerprint = take(parameters, "fingerprint");
  policy.ca_file = take(parameters, "ca").value_or("");
  if (security == net::Security::none && (fingerprint || !policy.ca_file.empty()))
    return std::unexpected(
        usage(side, "?tls=none knows no certificate; leave out ?ca= and ?fingerprint=."));
  if (!fingerprint) return policy;
  auto digest = net::parse_fingerprint(*fingerprint);
  if (!digest)
    return std::unexpected(
        usage(side,
              "?fingerprint= is the certificate's SHA-256: 64 hex digits, as openssl x509 "
              "-noout -fingerprint -sha256 shows it."));
  policy.fingerprint = *digest;
  return policy;
}

Result<net::Endpoint> endpoint_of(const net::Url& url, net::Security security,
                                  Parameters& parameters, Side side) {
  net::Endpoint endpoint;
  endpoint.host = url.host;
  endpoint.security = security;
  endpoint.port = url.port != 0                    ? url.port
                  : security == net::Security::tls ? imaps_port
                                                   : imap_port;
  const auto address = take(parameters, "connect");
  if (!address) return endpoint;
  auto elsewhere = net::with_connect(endpoint, *address);
  if (!elsewhere)
    return std::unexpected(usage(
        side, "?connect= is ADDRESS or ADDRESS:PORT, such as 192.0.2.7 or [2001:db8::7]:993."));
  return *elsewhere;
}

std::optional<Error> check_names(const net::Url& url, Side side) {
  if (url.user.empty())
    return usage(side, fmt::format("The URL names no user; write {}://USER@{}.", url.scheme,
                                   text::printable(url.host)));
  if (has_control_character(url.user))
    return usage(side, "The user name holds a control character.");
  if (!url.path.empty() && url.path != "/")
    return usage(side,
                 "The URL ends with the host or the port; folders are chosen with --include "
                 "and --exclude.");
  return std::nullopt;
}

std::uint16_t effective_port(const AccountUrl& account) {
  return account.endpoint.connect_port != 0 ? account.endpoint.connect_port : account.endpoint.port;
}

const std::string& effective_host(const AccountUrl& account) {
  return account.endpoint.connect_to.empty() ? account.endpoint.host : account.endpoint.connect_to;
}

// "alice@host", or "alice@old.example (host)" where the user has a domain already.
std::string with_host(const AccountUrl& account, std::string_view host) {
  const auto* form = account.user.contains('@') ? "{} ({})" : "{}@{}";
  return fmt::format(fmt::runtime(form), account.user, host);
}

bool is_standard(std::uint16_t port) { return port == imaps_port || port == imap_port; }

}  // namespace

std::string_view argument_name(Side side) { return side == Side::target ? "TARGET" : "SOURCE"; }

std::string AccountUrl::key() const {
  return fmt::format("{}@{}:{}", user, endpoint.host, endpoint.port);
}

std::string AccountUrl::name() const {
  const auto at = user.rfind('@');
  if (at == std::string::npos) return text::printable(fmt::format("{}@{}", user, endpoint.host));
  const auto domain = text::to_lower(user.substr(at + 1));
  const bool tells_host = endpoint.host == domain || endpoint.host.ends_with("." + domain);
  return text::printable(tells_host ? user : fmt::format("{} ({})", user, endpoint.host));
}

Result<AccountUrl> parse_account_url(std::string_view text, Side side) {
  if (holds_password(text))
    return std::unexpected(
        usage(side, "A password does not belong into the URL, where others can see it. " +
                        where_passwords_go(side) +
                        " (A colon that is part of the user name is written %3A.)"));
  if (!begins_with_scheme(text))
    return std::unexpected(usage(side,
                                 "An account begins with imaps:// (TLS) or imap:// (STARTTLS), "
                                 "such as imaps://alice@mail.example."));
  const auto url = net::parse_url(percent_encoded(text));
  if (!url) return std::unexpected(usage(side, url.error().text));
  auto parameters = url->parameters;
  if (const auto wrong = check_parameters(parameters, side)) return std::unexpected(*wrong);
  const auto security = security_of(url->scheme, parameters, side);
  if (!security) return std::unexpected(security.error());
  if (const auto wrong = check_names(*url, side)) return std::unexpected(*wrong);
  auto policy = policy_of(*security, parameters, side);
  if (!policy) return std::unexpected(policy.error());
  auto endpoint = endpoint_of(*url, *security, parameters, side);
  if (!endpoint) return std::unexpected(endpoint.error());
  AccountUrl account{.side = side,
                     .endpoint = std::move(*endpoint),
                     .policy = std::move(*policy),
                     .user = url->user,
                     .master = take(parameters, "master").value_or(""),
                     .master_separator = take(parameters, "master-separator").value_or("")};
  if (!account.master_separator.empty() && account.master.empty())
    return std::unexpected(
        usage(side, "?master-separator= goes with ?master=NAME; without it no master logs in."));
  return account;
}

std::string with_user(std::string_view server, std::string_view user) {
  const auto begin = server.find("//") + 2;
  std::string url(server.substr(0, begin));
  for (const char c : user) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_';
    url += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return url + "@" + std::string(server.substr(begin));
}

bool is_same_account(const AccountUrl& left, const AccountUrl& right) {
  const auto left_port = effective_port(left);
  const auto right_port = effective_port(right);
  return left.user == right.user && effective_host(left) == effective_host(right) &&
         (left_port == right_port || (is_standard(left_port) && is_standard(right_port)));
}

std::pair<engine::Account, engine::Account> named_accounts(const AccountUrl& source,
                                                           const AccountUrl& target) {
  std::pair accounts{engine::Account{source.name(), source.key()},
                     engine::Account{target.name(), target.key()}};
  if (accounts.first.key == accounts.second.key) accounts.second.key += "#target";
  if (accounts.first.name != accounts.second.name) return accounts;
  const bool hosts_differ = source.endpoint.host != target.endpoint.host;
  const auto told = [hosts_differ](const AccountUrl& account) {
    if (hosts_differ) return text::printable(with_host(account, account.endpoint.host));
    return text::printable(
        with_host(account, fmt::format("{}:{}", effective_host(account), effective_port(account))));
  };
  accounts.first.name = told(source);
  accounts.second.name = told(target);
  return accounts;
}

}  // namespace postferry::service

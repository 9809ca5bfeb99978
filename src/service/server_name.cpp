#include "service/server_name.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <fmt/format.h>

#include "service/imap_ports.hpp"
#include "service/pasted_text.hpp"
#include "text/ascii.hpp"
#include "text/idna.hpp"

namespace postferry::service {
namespace {

using enum FindingCode;

constexpr std::size_t longest_written_host = 512;
constexpr std::string_view like_this = "write its name such as imap.old.example";

struct OtherPort {
  std::uint16_t port;
  std::string_view speaks;
};
constexpr std::array other_ports{
    OtherPort{25, "SMTP"},        OtherPort{80, "web pages"},   OtherPort{110, "POP3"},
    OtherPort{443, "web pages"},  OtherPort{465, "SMTP"},       OtherPort{587, "SMTP"},
    OtherPort{995, "POP3"},       OtherPort{2096, "web pages"}, OtherPort{4190, "ManageSieve"},
    OtherPort{8080, "web pages"}, OtherPort{8443, "web pages"},
};

struct SecurityName {
  std::string_view name;
  net::Security security;
};
// The first of each is how it is shown.
constexpr std::array security_names{
    SecurityName{"tls", net::Security::tls},     SecurityName{"starttls", net::Security::starttls},
    SecurityName{"none", net::Security::none},   SecurityName{"ssl", net::Security::tls},
    SecurityName{"ssl/tls", net::Security::tls}, SecurityName{"imaps", net::Security::tls},
};

bool is_address(const std::string& text, int family) {
  std::array<unsigned char, sizeof(in6_addr)> address{};
  return ::inet_pton(family, text.c_str(), address.data()) == 1;
}

// "10.0.0" and "10.0.0.256": a name cannot end so, and no address reads so.
bool is_half_an_address(std::string_view host) {
  const auto last = host.substr(host.rfind('.') + 1);
  return std::ranges::all_of(last, [](char c) { return c >= '0' && c <= '9'; });
}

std::string with_dots(std::string_view host, char wrong) {
  std::string text(host);
  std::ranges::replace(text, wrong, '.');
  return text;
}

// What people write in place of a server.
std::optional<Finding> not_a_server(std::string_view host) {
  if (host.contains("://"))
    return Finding{bad_host, fmt::format("This is a web address; {}.", like_this)};
  if (host.contains('@'))
    return Finding{bad_host, fmt::format("This is an e-mail address; {}.", like_this)};
  for (const auto& [mark, name] :
       {std::pair{',', "A comma"}, std::pair{';', "A semicolon"}, std::pair{' ', "A blank"}})
    if (host.contains(mark))
      return Finding{bad_host, fmt::format("{} is not allowed here. Did you mean {}?", name,
                                           with_dots(host, mark))};
  if (host.find_first_of("/\\") != std::string_view::npos)
    return Finding{bad_host, fmt::format("The name ends before the slash; {} alone.", like_this)};
  if (host.contains("..")) return Finding{bad_host, "Two dots follow each other; one is too many."};
  return std::nullopt;
}

// The scheme off the front, and what it says.
std::optional<net::Security> take_scheme(std::string_view& from) {
  constexpr std::array schemes{std::pair{std::string_view("imaps://"), net::Security::tls},
                               std::pair{std::string_view("imap://"), net::Security::starttls}};
  for (const auto& [scheme, security] : schemes) {
    if (!text::equal_ignoring_case(from.substr(0, scheme.size()), scheme)) continue;
    from.remove_prefix(scheme.size());
    if (from.ends_with('/')) from.remove_suffix(1);
    return security;
  }
  return std::nullopt;
}

// "host", "host:port", "[v6]", "[v6]:port", "v6".
std::pair<std::string_view, std::optional<std::string_view>> split_port(std::string_view text) {
  if (text.starts_with('[')) {
    const auto close = text.find("]:");
    if (close == std::string_view::npos) return {text, std::nullopt};
    return {text.substr(0, close + 1), text.substr(close + 2)};
  }
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || text.find(':', colon + 1) != std::string_view::npos)
    return {text, std::nullopt};
  return {text.substr(0, colon), text.substr(colon + 1)};
}

}  // namespace

Checked<std::string> host_name(std::string_view written) {
  auto host = without_edges(written);
  if (host.empty()) return refused(missing, fmt::format("The server is missing; {}.", like_this));
  if (auto wrong = unreadable(host, longest_written_host))
    return std::unexpected(std::move(*wrong));
  if (auto wrong = unseen_character(host)) return std::unexpected(std::move(*wrong));
  if (auto wrong = not_a_server(host)) return std::unexpected(std::move(*wrong));
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  std::string address = text::to_lower(host);
  if (is_address(address, AF_INET) || is_address(address, AF_INET6)) return address;
  auto name = text::ascii_domain(host);
  if (!name)
    return refused(bad_host,
                   fmt::format("{} is no server's name; {}.", shown_in_quotes(host), like_this));
  if (is_half_an_address(*name))
    return refused(bad_host,
                   "This is no whole address; an IPv4 address is four numbers from 0 "
                   "to 255, such as 192.0.2.7.");
  return std::move(*name);
}

Checked<WrittenServer> server_name(std::string_view written) {
  auto text = without_edges(written);
  if (auto wrong = unreadable(text, longest_written_host))
    return std::unexpected(std::move(*wrong));
  WrittenServer server;
  server.security = take_scheme(text);
  const bool is_web = text.contains("://");
  const auto [host, port] =
      is_web ? std::pair(text, std::optional<std::string_view>()) : split_port(text);
  auto name = host_name(host);
  if (!name) return std::unexpected(std::move(name.error()));
  server.host = std::move(*name);
  if (!port) return server;
  const auto number = port_number(*port);
  if (!number) return std::unexpected(number.error());
  server.port = *number;
  return server;
}

Checked<std::uint16_t> port_number(std::string_view written) {
  const auto digits = without_edges(written);
  std::uint16_t port = 0;
  const auto* const begin = digits.data();
  const auto* const end = begin + digits.size();
  const auto [rest, wrong] = std::from_chars(begin, end, port);
  if (wrong != std::errc{} || rest != end || port == 0)
    return refused(bad_port,
                   "The port is a number from 1 to 65535; IMAP has 993 (TLS) or 143 "
                   "(STARTTLS).");
  return port;
}

std::optional<Finding> port_doubt(std::uint16_t port) {
  const auto* other = std::ranges::find(other_ports, port, &OtherPort::port);
  if (other == other_ports.end()) return std::nullopt;
  return Finding{port_of_another_protocol,
                 fmt::format("Port {} is mostly for {}; IMAP has 993 (TLS) or 143 (STARTTLS).",
                             port, other->speaks),
                 Severity::warning};
}

Checked<net::Security> security_named(std::string_view written) {
  const auto name = text::to_lower(without_edges(written));
  const auto* found = std::ranges::find(security_names, name, &SecurityName::name);
  if (found == security_names.end()) return refused(bad_security, "Write tls, starttls or none.");
  return found->security;
}

std::string_view security_name(net::Security security) {
  return std::ranges::find(security_names, security, &SecurityName::security)->name;
}

net::Endpoint endpoint_of(const WrittenServer& server) {
  net::Endpoint endpoint{.host = server.host, .port = server.port};
  endpoint.security = server.security.value_or(server.port == imap_port ? net::Security::starttls
                                                                        : net::Security::tls);
  if (endpoint.port == 0)
    endpoint.port = endpoint.security == net::Security::tls ? imaps_port : imap_port;
  return endpoint;
}

}  // namespace postferry::service

#include "net/endpoint.hpp"

#include <charconv>
#include <cstddef>

#include "net/hex_digit.hpp"

namespace postferry::net {
namespace {

Error wrong_option(std::string text) {
  return Error{.code = ErrorCode::bad_usage, .text = std::move(text), .where = {}};
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (problem != std::errc{} || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

}  // namespace

Result<Endpoint> with_connect(Endpoint endpoint, std::string_view address) {
  std::string_view host = address;
  std::string_view port;
  if (address.starts_with('[')) {
    const auto close = address.find(']');
    if (close == std::string_view::npos)
      return std::unexpected(wrong_option("connect: no ] after the address"));
    host = address.substr(1, close - 1);
    port = address.substr(close + 1);
    if (!port.empty() && !port.starts_with(':'))
      return std::unexpected(wrong_option("connect: only :PORT may follow ]"));
  } else if (const auto colon = address.find(':');
             colon != std::string_view::npos && address.find(':', colon + 1) == address.npos) {
    host = address.substr(0, colon);
    port = address.substr(colon);
  }
  if (host.empty()) return std::unexpected(wrong_option("connect: the address is empty"));
  endpoint.connect_to = host;
  endpoint.connect_port = 0;
  if (port.empty()) return endpoint;
  const auto number = parse_port(port.substr(1));
  if (!number)
    return std::unexpected(wrong_option("connect: the port is not a number from 1 to 65535"));
  endpoint.connect_port = *number;
  return endpoint;
}

Result<Sha256Digest> parse_fingerprint(std::string_view text) {
  Sha256Digest digest{};
  std::size_t at = 0;
  for (std::size_t i = 0; i < digest.size(); ++i) {
    if (i > 0 && at < text.size() && text[at] == ':') ++at;
    const int high = at < text.size() ? hex_digit(text[at]) : -1;
    const int low = at + 1 < text.size() ? hex_digit(text[at + 1]) : -1;
    if (high < 0 || low < 0)
      return std::unexpected(wrong_option("fingerprint: 64 hex digits (SHA-256) are needed"));
    digest[i] = static_cast<unsigned char>(high * 16 + low);
    at += 2;
  }
  if (at != text.size())
    return std::unexpected(wrong_option("fingerprint: 64 hex digits (SHA-256) are needed"));
  return digest;
}

std::string fingerprint_text(const Sha256Digest& digest) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string text;
  for (const unsigned char byte : digest) {
    if (!text.empty()) text += ':';
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

}  // namespace postferry::net

#include "net/request_target.hpp"

#include <algorithm>
#include <utility>

#include "net/hex_digit.hpp"
#include "text/ascii.hpp"
#include "text/utf8.hpp"

namespace postferry::net {
namespace {

constexpr std::size_t most_pairs = 100;

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

bool is_unreserved(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

std::optional<std::string> form_decoded(std::string_view text) {
  std::string blanks(text);
  std::ranges::replace(blanks, '+', ' ');
  auto decoded = percent_decoded(blanks);
  if (!decoded || !text::is_utf8(*decoded)) return std::nullopt;
  return decoded;
}

std::optional<std::string> segment(std::string_view encoded) {
  auto decoded = percent_decoded(encoded);
  if (!decoded || *decoded == "." || *decoded == ".." || !text::is_utf8(*decoded) ||
      decoded->find('/') != std::string::npos || std::ranges::any_of(*decoded, is_control))
    return std::nullopt;
  return decoded;
}

std::optional<std::vector<std::string>> segments_of(std::string_view path) {
  std::vector<std::string> segments;
  if (path == "/") return segments;
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const auto end = std::min(path.find('/'), path.size());
    auto decoded = segment(path.substr(0, end));
    if (!decoded) return std::nullopt;
    segments.push_back(std::move(*decoded));
    path.remove_prefix(end);
  }
  return segments;
}

//   absolute-form = scheme "://" authority path-abempty [ "?" query ]
std::string_view without_authority(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!text::equal_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
    const auto path = target.find_first_of("/?", scheme.size());
    return path == std::string_view::npos ? "/" : target.substr(path);
  }
  return target;
}

}  // namespace

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      decoded += text[at];
      continue;
    }
    if (text.size() - at < 3) return std::nullopt;
    const int high = hex_digit(text[at + 1]);
    const int low = hex_digit(text[at + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    decoded += static_cast<char>(high * 16 + low);
    at += 2;
  }
  return decoded;
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    if (is_unreserved(c)) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += '%';
    encoded += digits[byte >> 4];
    encoded += digits[byte & 15];
  }
  return encoded;
}

std::optional<QueryPairs> parse_query(std::string_view query) {
  QueryPairs pairs;
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const auto pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty()) continue;
    if (pairs.size() == most_pairs) return std::nullopt;
    const auto equals = std::min(pair.find('='), pair.size());
    auto name = form_decoded(pair.substr(0, equals));
    auto value = form_decoded(pair.substr(std::min(equals + 1, pair.size())));
    if (!name || !value) return std::nullopt;
    pairs.emplace_back(std::move(*name), std::move(*value));
  }
  return pairs;
}

std::optional<RequestTarget> parse_request_target(std::string_view target) {
  if (target == "*") return RequestTarget{.path = "*", .segments = {"*"}, .query = {}};
  target = without_authority(target);
  const auto question = std::min(target.find('?'), target.size());
  std::string path(target.substr(0, question));
  if (path.empty() && question < target.size()) path = "/";
  if (!path.starts_with('/')) return std::nullopt;
  auto segments = segments_of(path);
  auto query = parse_query(target.substr(std::min(question + 1, target.size())));
  if (!segments || !query) return std::nullopt;
  return RequestTarget{
      .path = std::move(path), .segments = std::move(*segments), .query = std::move(*query)};
}

}  // namespace postferry::net

#include "net/url.hpp"

#include <algorithm>
#include <charconv>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "text/ascii.hpp"

namespace postferry::net {
namespace {

Error wrong_url(std::string text) {
  return Error{.code = ErrorCode::bad_usage, .text = std::move(text), .where = {}};
}

// How many @ the authority holds. The library ends an authority at the second and calls the rest a
// path, which would lead to another host than the one that was written.
std::ptrdiff_t at_signs(std::string_view text) {
  const auto begin = text.find("//") + 2;
  const auto authority = text.substr(begin, text.find_first_of("/?#", begin) - begin);
  return std::ranges::count(authority, '@');
}

}  // namespace

Result<Url> parse_url(std::string_view text) {
  const auto parsed = boost::urls::parse_uri({text.data(), text.size()});
  if (!parsed || !parsed->has_authority())
    return std::unexpected(wrong_url(
        "An account is written scheme://user@host; an @ inside the user is written %40."));
  if (at_signs(text) > 1) return std::unexpected(wrong_url("An @ inside the user is written %40."));
  if (parsed->has_password())
    return std::unexpected(wrong_url("A password does not belong into the URL; see --help."));
  if (parsed->host().empty()) return std::unexpected(wrong_url("The URL names no host."));
  const std::string_view port(parsed->port());
  std::uint16_t number = 0;
  const auto [end, problem] = std::from_chars(port.data(), port.data() + port.size(), number);
  if (parsed->has_port() && (problem != std::errc{} || number == 0))
    return std::unexpected(wrong_url("The port is not a number from 1 to 65535."));
  Url url{.scheme = text::to_lower(std::string_view(parsed->scheme())),
          .user = parsed->user(),
          .host = text::to_lower(parsed->host_address()),
          .port = number,
          .path = parsed->path(),
          .parameters = {}};
  for (const auto& parameter : parsed->params())
    url.parameters.emplace_back(parameter.key, parameter.value);
  return url;
}

}  // namespace postferry::net

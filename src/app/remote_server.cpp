#include "app/remote_server.hpp"

#include <fmt/format.h>

#include "net/url.hpp"

namespace postferry::app {
namespace {

std::unexpected<Error> refuse_server(std::string text) {
  return std::unexpected(
      Error{.code = ErrorCode::bad_usage, .text = std::move(text), .where = "--server"});
}

bool is_this_machine(std::string_view host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

enum class InTheClear : std::uint8_t { refused, accepted };

struct ServerParameters {
  net::NetworkPolicy policy = {};
  InTheClear clear = InTheClear::refused;
};

Result<ServerParameters> server_parameters(const net::Url& url) {
  ServerParameters read;
  for (const auto& [name, value] : url.parameters) {
    if (name == "ca" && !value.empty()) {
      read.policy.ca_file = value;
    } else if (name == "fingerprint") {
      const auto digest = net::parse_fingerprint(value);
      if (!digest)
        return refuse_server(
            "?fingerprint= is the certificate's SHA-256: 64 hex digits, as openssl x509 -noout "
            "-fingerprint -sha256 shows it.");
      read.policy.fingerprint = *digest;
    } else if (name == "tls" && value == "none") {
      read.clear = InTheClear::accepted;
    } else {
      return refuse_server(
          "Behind the host there are ?ca=FILE, ?fingerprint=SHA256 and ?tls=none only.");
    }
  }
  return read;
}

}  // namespace

Result<RemoteServer> parse_remote_server(std::string_view text) {
  const auto url = net::parse_url(text);
  if (!url || url->host.empty() || (url->scheme != "https" && url->scheme != "http"))
    return refuse_server("Write where the service is, such as https://move.provider.example.");
  if (!url->user.empty())
    return refuse_server(
        "Nobody is named in the URL: the token in POSTFERRY_TOKEN tells who asks.");
  if (!url->path.empty() && url->path != "/")
    return refuse_server("The URL ends with the host or the port.");
  auto parameters = server_parameters(*url);
  if (!parameters) return std::unexpected(parameters.error());
  const bool clear = url->scheme == "http";
  if (clear && parameters->clear == InTheClear::refused && !is_this_machine(url->host))
    return refuse_server(
        "Over http the token and all passwords travel in the clear. Write https://, or ?tls=none "
        "behind the host if nobody can listen on the way.");
  const bool is_v6 = url->host.contains(':');
  auto base = fmt::format(fmt::runtime(is_v6 ? "{}://[{}]" : "{}://{}"), url->scheme, url->host);
  if (url->port != 0) base += fmt::format(":{}", url->port);
  return RemoteServer{.url = std::move(base), .policy = std::move(parameters->policy)};
}

}  // namespace postferry::app

// RemoteServer: the running service that --server names, and how far it is trusted.
//
// Parsed from the command line; https, or http on this machine. A token or password in the URL is
// refused and never repeated. Errors are bad_usage with "--server" in `where`. Values.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "net/endpoint.hpp"

namespace postferry::app {

struct RemoteServer {
  std::string url = {};  // "https://move.provider.example:8443", without a slash at its end
  net::NetworkPolicy policy = {};
};

// Behind the host, after a ?: ca=FILE, fingerprint=SHA256, and tls=none for http to another
// machine.
Result<RemoteServer> parse_remote_server(std::string_view text);

}  // namespace postferry::app

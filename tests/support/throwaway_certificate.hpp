// Certificates made for one test: an authority and what it signs.
//
// Used by the TLS tests and by ScriptedServer. Values: PEM and DER texts; nothing is written to
// disk except by write_pem().
#pragma once

#include <string>

namespace postferry::test {

struct Identity {
  std::string certificate_pem;
  std::string certificate_der;
  std::string key_pem;
};

// A self-signed authority, valid from yesterday until tomorrow.
Identity make_authority(const std::string& name);

// Signed by `authority`; `alternative_names` as OpenSSL writes them: "DNS:localhost,IP:127.0.0.1".
Identity make_certificate(const Identity& authority, const std::string& alternative_names);

// Into a file in the test's temporary folder; gives its path.
std::string write_pem(const Identity& identity, const std::string& file_name);

}  // namespace postferry::test

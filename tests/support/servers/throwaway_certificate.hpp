// A certificate authority of its own and one certificate of it for localhost and 127.0.0.1.
//
// Made with the openssl command in a given folder (EC keys: some 20 ms); valid for 30 days. Used by
// the throwaway servers; tests of TLS may make more, for other names.
#pragma once

#include <filesystem>
#include <string>

namespace postferry::test {

struct ThrowawayCertificate {
  std::filesystem::path ca_file;      // PEM, to be trusted by the client
  std::filesystem::path certificate;  // PEM, the server's
  std::filesystem::path key;          // PEM, the server's
};

// Needs an existing folder; throws std::runtime_error when openssl fails. `names` as
// subjectAltName.
ThrowawayCertificate make_certificate(
    const std::filesystem::path& folder,
    const std::string& names = "DNS:localhost,IP:127.0.0.1,IP:::1");

}  // namespace postferry::test

#include "tests/support/servers/throwaway_certificate.hpp"

#include <stdexcept>
#include <vector>

#include "tests/support/servers/server_files.hpp"
#include "tests/support/servers/server_process.hpp"

namespace postferry::test {
namespace {

void openssl(std::vector<std::string> words, const std::filesystem::path& folder) {
  words.insert(words.begin(), {"/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                               "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30"});
  if (run_command({.words = words, .environment = {}}, folder, folder / "openssl.log") != 0) {
    throw std::runtime_error("openssl made no certificate; see " +
                             (folder / "openssl.log").string());
  }
}

}  // namespace

ThrowawayCertificate make_certificate(const std::filesystem::path& folder,
                                      const std::string& names) {
  const ThrowawayCertificate made{.ca_file = folder / "ca.pem",
                                  .certificate = folder / "server.pem",
                                  .key = folder / "server.key"};
  const std::string authority_key = folder / "ca.key";
  openssl({"-subj", "/CN=Postferry test authority", "-keyout", authority_key, "-out",
           made.ca_file.string()},
          folder);
  openssl({"-subj", "/CN=localhost", "-addext", "subjectAltName=" + names, "-addext",
           "basicConstraints=critical,CA:FALSE", "-CA", made.ca_file.string(), "-CAkey",
           authority_key, "-keyout", made.key.string(), "-out", made.certificate.string()},
          folder);
  return made;
}

}  // namespace postferry::test

#include "net/certificate_digest.hpp"

#include <openssl/x509.h>

namespace postferry::net {

std::optional<Sha256Digest> certificate_digest(const x509_st* certificate) {
  Sha256Digest digest{};
  unsigned int size = 0;
  if (certificate == nullptr || X509_digest(certificate, EVP_sha256(), digest.data(), &size) != 1 ||
      size != digest.size())
    return std::nullopt;
  return digest;
}

}  // namespace postferry::net

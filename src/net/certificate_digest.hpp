// SHA-256 over the DER form of a certificate: what pins are compared with. Private to this room.
#pragma once

#include <optional>

#include "base/sha256.hpp"

struct x509_st;

namespace postferry::net {

// Nothing without a certificate.
std::optional<Sha256Digest> certificate_digest(const x509_st* certificate);

}  // namespace postferry::net

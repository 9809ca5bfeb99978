// Digest and Fingerprint: what a content is (SHA-256 of all its bytes), and what it looks like
// from its header alone.
//
// A fingerprint is made of Message-ID and Date; where one of them is missing it is weak and takes
// further fields in. Never Received, never the size, nor what 8-bit bytes stand in a field. Equal
// fingerprints make a class; within a class digests decide. Values of 32 and 16 bytes.
#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/sha256.hpp"

namespace postferry::mail {

using Digest = Sha256Digest;

class Fingerprint {
 public:
  using Bytes = std::array<unsigned char, 16>;
  Fingerprint() = default;
  explicit Fingerprint(const Bytes& bytes) : bytes_(bytes) {}

  const Bytes& bytes() const noexcept { return bytes_; }
  // Both Message-ID and Date were there: equal means the same message.
  bool is_strong() const noexcept { return (bytes_[0] & 1) != 0; }
  auto operator<=>(const Fingerprint&) const = default;

 private:
  Bytes bytes_{};
};

// The header fields that fingerprint_of() looks at, as a store asks for them.
std::span<const std::string_view> fingerprint_fields();

// `header`: a message's header, or only the fields named above, with or without the empty line
// behind it; what follows an empty line is not looked at. Any bytes are accepted.
Fingerprint fingerprint_of(std::string_view header);

}  // namespace postferry::mail

template <>
struct std::hash<postferry::mail::Fingerprint> {
  std::size_t operator()(const postferry::mail::Fingerprint& fingerprint) const noexcept {
    std::size_t value;
    std::memcpy(&value, fingerprint.bytes().data(), sizeof value);
    return value;
  }
};

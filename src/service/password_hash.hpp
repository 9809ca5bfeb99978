// Password hashes: argon2id (RFC 9106) with its parameters written into each hash, so that they can
// be raised later: a hash made with others is made anew when its person signs in.
//
// These functions work for a tenth of a second and more and take the memory they are told to; the
// service calls them through PasswordHasher (password_hasher.hpp). Pure, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/secret.hpp"

namespace postferry::service {

struct Argon2Parameters {
  std::uint64_t passes = 3;
  std::size_t memory_bytes = std::size_t{64} << 20;
};

enum class PasswordMatch : std::uint8_t {
  no,
  yes,
  yes_but_old,  // made with other parameters: hash it again
};

// "$argon2id$v=19$m=65536,t=3,p=1$salt$hash". Failure internal when there is not enough memory.
std::string hash_password(const Secret& password, const Argon2Parameters& parameters);

// Takes the same time wherever the difference is; a text that is no hash matches nothing.
PasswordMatch match_password(const Secret& password, const std::string& hash,
                             const Argon2Parameters& parameters);

}  // namespace postferry::service

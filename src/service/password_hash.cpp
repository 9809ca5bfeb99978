#include "service/password_hash.hpp"

#include <sodium.h>

#include "base/error.hpp"
#include "service/sodium.hpp"

namespace postferry::service {

std::string hash_password(const Secret& password, const Argon2Parameters& parameters) {
  begin_sodium();
  std::string hash(crypto_pwhash_STRBYTES, '\0');
  const auto text = password.reveal();
  if (crypto_pwhash_str_alg(hash.data(), text.data(), text.size(), parameters.passes,
                            parameters.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw Failure(Error{.code = ErrorCode::internal,
                        .text = "There is not enough memory to hash a password."});
  hash.resize(hash.find('\0'));
  return hash;
}

PasswordMatch match_password(const Secret& password, const std::string& hash,
                             const Argon2Parameters& parameters) {
  begin_sodium();
  const auto text = password.reveal();
  if (hash.size() >= crypto_pwhash_STRBYTES) return PasswordMatch::no;
  if (crypto_pwhash_str_verify(hash.c_str(), text.data(), text.size()) != 0)
    return PasswordMatch::no;
  const int other =
      crypto_pwhash_str_needs_rehash(hash.c_str(), parameters.passes, parameters.memory_bytes);
  return other == 0 ? PasswordMatch::yes : PasswordMatch::yes_but_old;
}

}  // namespace postferry::service

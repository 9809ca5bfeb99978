#include "storage/vault.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <sodium.h>
#include <utility>

namespace postferry::storage {
namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t step_bytes = 32;
constexpr int alphabet = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// What the seal vouches for besides the secret; ids and sides hold no zero.
std::string binding_of(std::string_view key, const SecretPlace& place) {
  std::string text = "postferry secret 1";
  for (const auto part : {key, place.owner, place.side}) {
    text += '\0';
    text += part;
  }
  return text;
}

std::string base64_of(std::string_view bytes) {
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), alphabet), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes_of(bytes), bytes.size(), alphabet);
  text.resize(text.find('\0'));
  return text;
}

// Empty when it is no base64.
std::string bytes_from(std::string_view base64) {
  std::string bytes(base64.size(), '\0');
  std::size_t length = 0;
  const char* end = nullptr;
  if (sodium_base642bin(bytes_of(bytes), bytes.size(), base64.data(), base64.size(), nullptr,
                        &length, &end, alphabet) != 0 ||
      end != base64.data() + base64.size())
    return {};
  bytes.resize(length);
  return bytes;
}

std::unexpected<Error> broken(std::string text, const SecretPlace& place) {
  return std::unexpected(Error{.code = ErrorCode::state_broken,
                               .text = std::move(text),
                               .where = fmt::format("{} {}", place.owner, place.side),
                               .scope = Scope::account});
}

}  // namespace

Vault::Vault(std::vector<VaultKey> keys) : keys_(std::move(keys)) {
  if (keys_.empty() || sodium_init() < 0)
    throw Failure(Error{.code = ErrorCode::internal, .text = "There is no key for the vault."});
}

SealedSecret Vault::seal(const Secret& secret, const SecretPlace& place) const {
  const auto& key = keys_.back();
  const auto length = secret.reveal().size();
  std::size_t padded = 0;
  std::string room((length / step_bytes + 1) * step_bytes, '\0');
  std::ranges::copy(secret.reveal(), room.begin());
  sodium_pad(&padded, bytes_of(room), length, step_bytes, room.size());
  const auto binding = binding_of(key.id, place);
  std::string sealed(nonce_bytes + padded + tag_bytes, '\0');
  randombytes_buf(sealed.data(), nonce_bytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(
      bytes_of(sealed) + nonce_bytes, nullptr, bytes_of(std::string_view(room)), padded,
      bytes_of(std::string_view(binding)), binding.size(), nullptr, bytes_of(sealed),
      bytes_of(key.bytes.reveal()));
  wipe(room);
  return {.key = key.id, .text = base64_of(sealed)};
}

Result<Secret> Vault::open(const SealedSecret& sealed, const SecretPlace& place) const {
  const auto key = std::ranges::find(keys_, sealed.key, &VaultKey::id);
  if (key == keys_.end())
    return broken("The vault's key file does not hold the key " + sealed.key +
                      ", with which this password was stored.",
                  place);
  const auto bytes = bytes_from(sealed.text);
  const std::string wrong = "A stored password is damaged or stands in the wrong place.";
  if (bytes.size() < nonce_bytes + tag_bytes + step_bytes) return broken(wrong, place);
  const auto binding = binding_of(key->id, place);
  std::string clear(bytes.size() - nonce_bytes - tag_bytes, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          bytes_of(clear), nullptr, nullptr, bytes_of(std::string_view(bytes)) + nonce_bytes,
          bytes.size() - nonce_bytes, bytes_of(std::string_view(binding)), binding.size(),
          bytes_of(std::string_view(bytes)), bytes_of(key->bytes.reveal())) != 0)
    return broken(wrong, place);
  std::size_t length = 0;
  if (sodium_unpad(&length, bytes_of(std::string_view(clear)), clear.size(), step_bytes) != 0) {
    wipe(clear);
    return broken(wrong, place);
  }
  Secret secret(std::string_view(clear).substr(0, length));
  wipe(clear);
  return secret;
}

}  // namespace postferry::storage

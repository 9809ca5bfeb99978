#include "service/licence.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>
#include <sodium.h>

#include "base/error.hpp"
#include "service/random.hpp"
#include "service/sodium.hpp"
#include "service/ulid.hpp"
#include "text/base32.hpp"

namespace postferry::service {
namespace {

constexpr std::string_view prefix = "PF-";
constexpr std::string_view public_prefix = "PFPUB-";
constexpr char version = 1;
constexpr std::size_t id_bytes = 10, ulid_bytes = 17;
// id, version, installation, customer, migrations, issued
constexpr std::size_t payload_bytes = id_bytes + 1 + 2 * ulid_bytes + 4 + 5;
constexpr std::size_t signed_bytes = payload_bytes + crypto_sign_BYTES;
constexpr std::size_t longest_text = 1000;
constexpr std::size_t group_letters = 8;
// What is signed is no message of any other protocol.
constexpr std::string_view purpose = "postferry licence 1";

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

void append_number(std::string& to, std::uint64_t number, std::size_t bytes) {
  while (bytes-- > 0) to += static_cast<char>(number >> (8 * bytes) & 0xFF);
}
std::uint64_t take_number(std::string_view& from, std::size_t bytes) {
  std::uint64_t number = 0;
  for (const char byte : from.substr(0, bytes))
    number = number << 8 | static_cast<unsigned char>(byte);
  from.remove_prefix(bytes);
  return number;
}

// 26 letters are 130 bits; with two more they fill 17 bytes. None is all zeros.
std::string packed(const std::string& ulid) {
  if (ulid.empty()) return std::string(ulid_bytes, '\0');
  return text::base32_decode(ulid + "00").value();
}
std::string unpacked(std::string_view bytes) {
  if (std::ranges::all_of(bytes, [](char byte) { return byte == 0; })) return {};
  return text::base32_encode(bytes).substr(0, 26);
}

std::string payload_of(const Licence& licence) {
  auto bytes = text::base32_decode(licence.id).value();
  bytes += version;
  bytes += packed(licence.installation);
  bytes += packed(licence.customer);
  append_number(bytes, licence.migrations, 4);
  append_number(bytes, static_cast<std::uint64_t>(licence.issued.time_since_epoch().count()), 5);
  return bytes;
}

bool is_signed(std::string_view payload, std::string_view signature, const std::string& key) {
  if (!key.starts_with(public_prefix)) return false;
  const auto bytes = text::base32_decode(std::string_view(key).substr(public_prefix.size()));
  if (!bytes || bytes->size() != crypto_sign_PUBLICKEYBYTES) return false;
  const auto message = std::string(purpose) + std::string(payload);
  return crypto_sign_verify_detached(bytes_of(signature), bytes_of(std::string_view(message)),
                                     message.size(), bytes_of(std::string_view(*bytes))) == 0;
}

// What is left of the pasted text: letters and digits after the prefix.
std::optional<std::string> bytes_in(std::string_view text) {
  if (text.size() > longest_text) return std::nullopt;
  std::string letters;
  for (const char letter : text)
    if (!std::string_view(" \t\r\n-").contains(letter)) letters += letter;
  if (letters.size() < 2 || (letters[0] | 0x20) != 'p' || (letters[1] | 0x20) != 'f')
    return std::nullopt;
  return text::base32_decode(std::string_view(letters).substr(2));
}

}  // namespace

std::string write_licence(const Licence& licence, const Secret& signing_key) {
  begin_sodium();
  if (licence.id.size() != 16 || !is_ulid(licence.installation) ||
      !(licence.customer.empty() || is_ulid(licence.customer)))
    throw Failure(Error{.code = ErrorCode::bad_usage,
                        .text = "A licence needs the ids of an installation and, at most, of a "
                                "customer there (26 letters and digits each)."});
  auto bytes = payload_of(licence);
  const auto message = std::string(purpose) + bytes;
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> public_key{};
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret_key{};
  crypto_sign_seed_keypair(public_key.data(), secret_key.data(), bytes_of(signing_key.reveal()));
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(bytes_of(signature), nullptr, bytes_of(std::string_view(message)),
                       message.size(), secret_key.data());
  sodium_memzero(secret_key.data(), secret_key.size());
  const auto letters = text::base32_encode(bytes + signature);
  std::string text(prefix);
  for (std::size_t at = 0; at < letters.size(); at += group_letters)
    text += (at == 0 ? "" : "-") + letters.substr(at, group_letters);
  return text;
}

std::expected<Licence, LicenceFault> read_licence(std::string_view text,
                                                  std::span<const std::string> public_keys) {
  begin_sodium();
  const auto bytes = bytes_in(text);
  if (!bytes || bytes->size() != signed_bytes || (*bytes)[id_bytes] != version)
    return std::unexpected(LicenceFault::unreadable);
  auto rest = std::string_view(*bytes).substr(0, payload_bytes);
  const auto signature = std::string_view(*bytes).substr(payload_bytes);
  if (std::ranges::none_of(public_keys,
                           [&](const std::string& key) { return is_signed(rest, signature, key); }))
    return std::unexpected(LicenceFault::forged);
  Licence licence;
  licence.id = text::base32_encode(rest.substr(0, id_bytes));
  rest.remove_prefix(id_bytes + 1);
  licence.installation = unpacked(rest.substr(0, ulid_bytes));
  licence.customer = unpacked(rest.substr(ulid_bytes, ulid_bytes));
  rest.remove_prefix(2 * ulid_bytes);
  licence.migrations = static_cast<std::uint32_t>(take_number(rest, 4));
  licence.issued = Instant(std::chrono::seconds(take_number(rest, 5)));
  return licence;
}

std::string shown_licence_id(std::string_view id) {
  if (id.size() < 8) return std::string(prefix) + std::string(id);
  return fmt::format("{}{}-...-{}", prefix, id.substr(0, 4), id.substr(id.size() - 4));
}

std::string new_licence_id() { return text::base32_encode(random_bytes(id_bytes)); }

Secret new_signing_key() {
  auto seed = random_bytes(crypto_sign_SEEDBYTES);
  Secret key(seed);
  wipe(seed);
  return key;
}

std::string public_key_of(const Secret& signing_key) {
  begin_sodium();
  std::string public_key(crypto_sign_PUBLICKEYBYTES, '\0');
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret_key{};
  crypto_sign_seed_keypair(bytes_of(public_key), secret_key.data(), bytes_of(signing_key.reveal()));
  sodium_memzero(secret_key.data(), secret_key.size());
  return std::string(public_prefix) + text::base32_encode(public_key);
}

}  // namespace postferry::service

#include "service/token.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include "base/sha256.hpp"
#include "service/random.hpp"
#include "text/ascii.hpp"
#include "text/base32.hpp"

namespace postferry::service {
namespace {

constexpr std::size_t token_bytes = 32;
constexpr std::size_t token_letters = 52;  // base32 of them
constexpr std::string_view api_prefix = "pf_";
constexpr std::string_view csrf_purpose = "postferry csrf ";

}  // namespace

Secret new_token(TokenKind kind) {
  auto bytes = random_bytes(token_bytes);
  auto letters = text::to_lower(text::base32_encode(bytes));
  Secret token(kind == TokenKind::api ? std::string(api_prefix) + letters : letters);
  wipe(bytes);
  wipe(letters);
  return token;
}

std::string token_hash(std::string_view token) {
  std::string hex;
  for (const auto byte : sha256(token)) hex += fmt::format("{:02x}", byte);
  return hex;
}

bool is_api_token(std::string_view text) {
  return text.starts_with(api_prefix) && text.size() == api_prefix.size() + token_letters;
}

Secret csrf_token(const Secret& session) {
  std::string text(csrf_purpose);
  text += session.reveal();
  Secret token(token_hash(text));
  wipe(text);
  return token;
}

bool is_csrf_token(const Secret& session, std::string_view shown) {
  const auto wanted = csrf_token(session);
  return shown.size() == wanted.reveal().size() &&
         sodium_memcmp(shown.data(), wanted.reveal().data(), shown.size()) == 0;
}

}  // namespace postferry::service

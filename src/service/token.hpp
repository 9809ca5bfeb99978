// Tokens: what a person or a script shows instead of a password: sessions, API tokens, one-time
// links, and the token against forged requests that belongs to a session.
//
// All are 256 random bits, so their plain SHA-256 is enough to store: the token itself is shown
// once and kept nowhere. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/secret.hpp"

namespace postferry::service {

enum class TokenKind : std::uint8_t {
  session,  // in a cookie
  api,      // "pf_..."
  link,     // in the address of a one-time link
};

Secret new_token(TokenKind kind);

// What is stored and looked up: SHA-256 in hex, 64 characters.
std::string token_hash(std::string_view token);

// Whether the text can be an API token at all.
bool is_api_token(std::string_view text);

// What a page must send back with each change (CSRF): follows from the session's token, which other
// sites cannot read, and does not tell it.
Secret csrf_token(const Secret& session);
bool is_csrf_token(const Secret& session, std::string_view shown);

}  // namespace postferry::service

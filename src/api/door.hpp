// The door: who calls, and whether he may (see Door in router.hpp).
//
// A browser shows the cookie of its session and, with every method that changes something, the
// token against forged requests (X-CSRF-Token) that only a page of ours can know. A script shows
// Authorization: Bearer pf_... (RFC 6750) and no cookie. Routes that are open to anyone are not
// asked about. Lives as long as the people that it asks.
#pragma once

#include <string>
#include <string_view>

#include "api/route.hpp"
#include "api/router.hpp"
#include "base/clock.hpp"
#include "base/secret.hpp"
#include "service/people.hpp"

namespace postferry::api {

inline constexpr std::string_view session_cookie = "postferry_session";
inline constexpr std::string_view csrf_header = "X-CSRF-Token";

// Whoever is signed in, or shows an API token, whatever they may do.
Rules needs_signing_in();
Rules needs(service::Permission permission);

// Throws Declined: 401 not_signed_in, 403 not_allowed, 403 csrf_token_wrong.
Door door_to(service::People& people);

// The value of Set-Cookie (RFC 6265 section 4.1): only over TLS or to this machine itself, never
// shown to scripts, never sent from other sites.
std::string cookie_of(const Secret& session, std::chrono::seconds longest);
std::string cookie_that_forgets();

}  // namespace postferry::api

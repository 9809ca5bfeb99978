// What a server means when it refuses a login, says BYE or asks for patience: a table of phrases
// and response codes (RFC 5530) for the causes a person can do something about.
//
// Called by the session and, for throttles, by the store. The errors have no side and no place;
// the session adds them. Pure functions; any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "base/error.hpp"
#include "imap/wire/response.hpp"

namespace postferry::imap {

// A tagged NO or BAD to LOGIN or AUTHENTICATE: wrong_password, app_password_needed,
// imap_switched_off, login_refused, throttled or too_many_connections.
Error login_error(const StatusResponse& refusal);

// BYE at any time: throttled, too_many_connections, login_refused, or connection_lost.
Error bye_error(const StatusResponse& bye);

// A refusal of any command that only asks for patience: throttled, with retry_after where a time is
// named. Nothing for all others.
std::optional<Error> throttle_error(const StatusResponse& refusal);

// "Suggested Backoff Time: 299961 milliseconds" (Exchange Online).
std::optional<std::chrono::milliseconds> suggested_backoff(std::string_view text);

// "NO [OVERQUOTA] Mailbox is full": the server's own words, on one line.
std::string words_of(const StatusResponse& status);

}  // namespace postferry::imap

#include <array>
#include <charconv>

#include "imap/session/causes.hpp"
#include "text/ascii.hpp"

namespace postferry::imap {
namespace {

using enum ErrorCode;

// The first row whose phrase stands in the text (compared in lower case) decides. Servers are named
// where only one says so.
struct Phrase {
  std::string_view text;
  ErrorCode code;
};
constexpr std::array phrases{
    Phrase{"suggested backoff", throttled},                 // Exchange Online
    Phrase{"request is throttled", throttled},              // Exchange Online
    Phrase{"too many simultaneous", too_many_connections},  // Gmail
    Phrase{"too many connections", too_many_connections},
    Phrase{"too many concurrent", too_many_connections},
    Phrase{"too many sessions", too_many_connections},
    Phrase{"too many open", too_many_connections},
    Phrase{"maximum number of connections", too_many_connections},  // Dovecot
    Phrase{"maximum number of concurrent", too_many_connections},
    Phrase{"maximum connections", too_many_connections},
    Phrase{"connection limit", too_many_connections},
    Phrase{"connections exceeded", too_many_connections},
    Phrase{"mail_max_userip_connections", too_many_connections},  // Dovecot
    Phrase{"too many bad auth", throttled},
    Phrase{"too many login", throttled},
    Phrase{"too many failed", throttled},
    Phrase{"too many invalid", throttled},
    Phrase{"too many attempts", throttled},
    Phrase{"rate limit", throttled},
    Phrase{"limit exceeded", throttled},
    Phrase{"bandwidth", throttled},                                // Gmail
    Phrase{"application-specific password", app_password_needed},  // Gmail
    Phrase{"app-specific password", app_password_needed},          // iCloud
    Phrase{"app password", app_password_needed},
    Phrase{"application password", app_password_needed},  // mail.ru
    Phrase{"authorized code", app_password_needed},       // 163
    Phrase{"authorization code", app_password_needed},    // QQ
    Phrase{"not enabled for imap", imap_switched_off},    // Gmail
    Phrase{"imap is disabled", imap_switched_off},        // Yandex
    Phrase{"imap access is disabled", imap_switched_off},
    Phrase{"imap access disabled", imap_switched_off},
    Phrase{"imap disabled", imap_switched_off},
    Phrase{"imap is not enabled", imap_switched_off},
    Phrase{"imap service is not", imap_switched_off},
    Phrase{"yet to enable imap", imap_switched_off},  // Zoho
    Phrase{"enable imap", imap_switched_off},
    Phrase{"imap4 is disabled", imap_switched_off},
    Phrase{"not allowed to use imap", imap_switched_off},
    Phrase{"authenticated but not connected", login_refused},  // Exchange
    Phrase{"basicauthblocked", login_refused},                 // Exchange Online
    Phrase{"basic auth", login_refused},
    Phrase{"web login required", login_refused},    // Gmail
    Phrase{"via your web browser", login_refused},  // Gmail
    Phrase{"security defaults", login_refused},
    Phrase{"account is locked", login_refused},
    Phrase{"account locked", login_refused},
    Phrase{"account disabled", login_refused},
    Phrase{"account is disabled", login_refused},
    Phrase{"suspended", login_refused},
    Phrase{"country", login_refused},
    Phrase{"unsafe login", login_refused},  // 163
    Phrase{"invalid credentials", wrong_password},
    Phrase{"authentication fail", wrong_password},
    Phrase{"authenticate fail", wrong_password},
    Phrase{"login fail", wrong_password},
    Phrase{"logon fail", wrong_password},
    Phrase{"login incorrect", wrong_password},
    Phrase{"login invalid", wrong_password},
    Phrase{"invalid login", wrong_password},
    Phrase{"invalid user", wrong_password},
    Phrase{"invalid password", wrong_password},
    Phrase{"incorrect password", wrong_password},
    Phrase{"wrong password", wrong_password},
    Phrase{"bad password", wrong_password},
    Phrase{"password error", wrong_password},  // 163
    Phrase{"bad username", wrong_password},
    Phrase{"user name or password", wrong_password},
    Phrase{"username or password", wrong_password},
    Phrase{"unknown user", wrong_password},
};

std::optional<ErrorCode> code_from_text(std::string_view text) {
  const std::string lowered = text::to_lower(text);
  for (const Phrase& phrase : phrases)
    if (lowered.find(phrase.text) != std::string::npos) return phrase.code;
  return std::nullopt;
}

// RFC 5530; asked only when no phrase says more.
std::optional<ErrorCode> code_from_code(CodeName name) {
  switch (name) {
    case CodeName::throttled:
      return throttled;
    case CodeName::limit:
      return too_many_connections;
    case CodeName::authentication_failed:
      return wrong_password;
    case CodeName::authorization_failed:
    case CodeName::expired:
    case CodeName::privacy_required:
    case CodeName::contact_admin:
    case CodeName::unavailable:
    case CodeName::in_use:
    case CodeName::server_bug:
      return login_refused;
    default:
      return std::nullopt;
  }
}

bool passes_by_itself(const StatusResponse& status, ErrorCode code) {
  return code == throttled || code == too_many_connections || code == connection_lost ||
         status.code.name == CodeName::unavailable || status.code.name == CodeName::in_use ||
         status.code.name == CodeName::server_bug;
}

Error explained(const StatusResponse& status, ErrorCode code) {
  Error error{.code = code,
              .text = words_of(status),
              .where = {},
              .side = Side::none,
              .scope = Scope::account,
              .retry = passes_by_itself(status, code) ? Retry::later : Retry::never};
  if (const auto backoff = suggested_backoff(status.text))
    error.retry_after = std::chrono::ceil<std::chrono::seconds>(*backoff);
  return error;
}

std::optional<ErrorCode> cause(const StatusResponse& status) {
  // A code that forbids more tries says it better than any text.
  if (status.code.name == CodeName::throttled) return throttled;
  if (const auto code = code_from_text(status.text)) return code;
  return code_from_code(status.code.name);
}

}  // namespace

Error login_error(const StatusResponse& refusal) {
  if (const auto code = cause(refusal)) return explained(refusal, *code);
  const bool says_nothing = refusal.kind == StatusKind::no && refusal.text.empty();
  return explained(refusal, says_nothing ? wrong_password : login_refused);
}

Error bye_error(const StatusResponse& bye) {
  Error error = explained(bye, cause(bye).value_or(connection_lost));
  if (error.code == connection_lost) error.retry = Retry::now;
  return error;
}

std::optional<Error> throttle_error(const StatusResponse& refusal) {
  const auto code = cause(refusal);
  if (code != throttled) return std::nullopt;
  return explained(refusal, throttled);
}

std::optional<std::chrono::milliseconds> suggested_backoff(std::string_view text) {
  constexpr std::string_view phrase = "suggested backoff time:";
  const std::string lowered = text::to_lower(text);
  const auto at = lowered.find(phrase);
  if (at == std::string::npos) return std::nullopt;
  const std::string_view rest = text::trimmed(std::string_view(lowered).substr(at + phrase.size()));
  std::uint32_t count = 0;
  const auto [end, problem] = std::from_chars(rest.data(), rest.data() + rest.size(), count);
  if (problem != std::errc{}) return std::nullopt;
  const std::string_view unit =
      text::trimmed(rest.substr(static_cast<std::size_t>(end - rest.data())));
  if (unit.starts_with("s")) return std::chrono::seconds(count);
  if (unit.starts_with("min")) return std::chrono::minutes(count);
  return std::chrono::milliseconds(count);
}

std::string words_of(const StatusResponse& status) { return print(Response(status)).substr(2); }

}  // namespace postferry::imap

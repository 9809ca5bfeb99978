// Errors as values: what went wrong, on which side, how far it reaches and whether to try again.
//
// Every cause that a person can meet has one stable ErrorCode, one plain sentence and one hint
// (see error_catalog.hpp); the command line, the log and the JSON events show the same ones.
// A function either returns Result<T> (the caller goes on) or throws Failure (a session, folder or
// run ends), never both. Values: copy and move freely between threads.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace postferry {

enum class Side : std::uint8_t { none, source, target };
enum class Scope : std::uint8_t { item, folder, account, host, run };
enum class Retry : std::uint8_t { now, later, never };

// Stable: scripts see code_name(); add at the end of a group, never rename.
enum class ErrorCode : std::uint8_t {
  // logging in
  wrong_password,
  app_password_needed,
  imap_switched_off,
  login_refused,
  // reaching the server
  cannot_resolve,
  cannot_connect,
  connection_lost,
  timed_out,
  throttled,
  too_many_connections,
  // TLS
  tls_failed,
  certificate_untrusted,
  certificate_wrong_name,
  fingerprint_mismatch,
  starttls_missing,
  // what the server said
  protocol_broken,
  bound_exceeded,
  server_refused,
  permission_denied,
  target_full,
  item_too_large,
  content_refused,
  item_gone,
  folder_missing,
  folder_refused,
  generation_changed,
  dates_ignored,
  // who is who
  same_account,
  wrong_server,
  lease_held,
  lease_lost,
  // this machine and its user
  bad_usage,
  file_unreadable,
  state_broken,
  disk_full,
  interrupted,
  doubtful,
  internal,
};

struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string text{};   // the server's own words, or ours; never a secret, never message content
  std::string where{};  // folder, item, host, file or option; may be empty
  Side side = Side::none;
  Scope scope = Scope::run;
  Retry retry = Retry::never;
  std::optional<std::chrono::seconds> retry_after = std::nullopt;  // for a throttle with a time
};

// The one exception of the project: ends a session, a folder or a run.
class Failure : public std::runtime_error {
 public:
  explicit Failure(Error error);
  const Error& error() const noexcept { return error_; }

 private:
  Error error_;
};

template <class T>
using Result = std::expected<T, Error>;

// "source: wrong_password at imap.old.example: <text>", one line.
std::string describe(const Error& error);

}  // namespace postferry

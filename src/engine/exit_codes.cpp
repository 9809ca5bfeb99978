#include <algorithm>
#include <array>

#include "engine/verdict.hpp"

namespace postferry::engine {
namespace {

constexpr std::array catalog{
    ExitEntry{Exit::complete, "complete",
              "Everything that was asked for is on the target; also with exclusions by rule, and "
              "with messages that their owner moved or removed there."},
    ExitEntry{Exit::incomplete, "incomplete",
              "Some messages failed, are doubtful or missing, or a folder could not be made."},
    ExitEntry{Exit::bad_usage, "bad_usage", "The command line is not right."},
    ExitEntry{Exit::source_login, "source_login", "The source refused the login."},
    ExitEntry{Exit::target_login, "target_login", "The target refused the login."},
    ExitEntry{Exit::cannot_connect, "cannot_connect",
              "A server cannot be reached, does not speak IMAP, or the connection does not hold."},
    ExitEntry{Exit::tls, "tls", "No trusted encrypted connection could be made."},
    ExitEntry{Exit::target_full, "target_full", "The target mailbox is full."},
    ExitEntry{Exit::lease_held, "lease_held", "Another run holds this account."},
    ExitEntry{Exit::wrong_account, "wrong_account",
              "Source and target are the same account, or a server is not the one of the first "
              "run."},
    ExitEntry{Exit::needs_decision, "needs_decision",
              "The target does not keep received dates; --accept-dates goes on."},
    ExitEntry{Exit::state, "state", "The journal or its disk cannot be used."},
    ExitEntry{Exit::internal, "internal", "Postferry made a mistake."},
    ExitEntry{Exit::different, "different", "verify found a difference."},
    ExitEntry{Exit::interrupted, "interrupted", "The run was stopped; run the same command again."},
};

// Where a login was refused decides alone which exit it is.
Exit refused_login(Side side) {
  return side == Side::target ? Exit::target_login : Exit::source_login;
}

}  // namespace

std::span<const ExitEntry> exit_catalog() { return catalog; }

std::string_view exit_name(Exit exit) {
  const auto* entry = std::ranges::find(catalog, exit, &ExitEntry::exit);
  return entry == catalog.end() ? exit_name(Exit::internal) : entry->name;
}

Exit exit_for(const Error& error) {
  using enum ErrorCode;
  switch (error.code) {
    case wrong_password:
    case app_password_needed:
    case imap_switched_off:
    case login_refused:
      return refused_login(error.side);
    case cannot_resolve:
    case cannot_connect:
    case connection_lost:
    case timed_out:
    case throttled:
    case too_many_connections:
    case protocol_broken:
    case bound_exceeded:
      return Exit::cannot_connect;
    case tls_failed:
    case certificate_untrusted:
    case certificate_wrong_name:
    case fingerprint_mismatch:
    case starttls_missing:
      return Exit::tls;
    case server_refused:
    case permission_denied:
    case item_too_large:
    case content_refused:
    case item_gone:
    case folder_missing:
    case folder_refused:
    case generation_changed:
    case doubtful:
      return Exit::incomplete;
    case target_full:
      return Exit::target_full;
    case dates_ignored:
      return Exit::needs_decision;
    case same_account:
    case wrong_server:
      return Exit::wrong_account;
    case lease_held:
    case lease_lost:
      return Exit::lease_held;
    case bad_usage:
    case file_unreadable:
      return Exit::bad_usage;
    case state_broken:
    case disk_full:
      return Exit::state;
    case interrupted:
      return Exit::interrupted;
    case internal:
      break;
  }
  return Exit::internal;
}

}  // namespace postferry::engine

#include "base/error_catalog.hpp"

#include <array>
#include <cstddef>

namespace postferry {
namespace {

using enum ErrorCode;

constexpr std::array catalog{
    ErrorEntry{wrong_password, "wrong_password",
               "The server refused the user name or the password.",
               "Check both, and whether the server wants the whole address as user name."},
    ErrorEntry{app_password_needed, "app_password_needed",
               "The server wants an app password instead of the account's own password.",
               "Create an app password in the account's security settings and use that."},
    ErrorEntry{imap_switched_off, "imap_switched_off", "IMAP is switched off for this account.",
               "Switch IMAP on in the account's settings, or ask its administrator to."},
    ErrorEntry{login_refused, "login_refused", "The server refused the login.",
               "Read the server's words; a policy, a lock or a missing mailbox is likely."},
    ErrorEntry{cannot_resolve, "cannot_resolve", "The host name is not known.",
               "Check its spelling, or give an address with ?connect=ADDRESS."},
    ErrorEntry{cannot_connect, "cannot_connect", "The server cannot be reached.",
               "Check host, port and firewall."},
    ErrorEntry{connection_lost, "connection_lost", "The connection broke.",
               "Run the same command again; it goes on where it stopped."},
    ErrorEntry{timed_out, "timed_out", "The server did not answer in time.",
               "Run the same command again; it goes on where it stopped."},
    ErrorEntry{throttled, "throttled", "The server asks us to slow down.",
               "Run again later, with fewer --connections or a --limit-rate."},
    ErrorEntry{too_many_connections, "too_many_connections",
               "The server accepts no more connections of this user.",
               "Use a smaller --connections, or close other mail programs."},
    ErrorEntry{tls_failed, "tls_failed", "No encrypted connection could be made.",
               "Check the port (993 for imaps, 143 for imap) and the server's TLS version."},
    ErrorEntry{certificate_untrusted, "certificate_untrusted",
               "The server's certificate is not trusted.",
               "Use ?ca=FILE for a private authority or ?fingerprint=SHA256 for this certificate."},
    ErrorEntry{certificate_wrong_name, "certificate_wrong_name",
               "The server's certificate is for another name.",
               "Use the name in the certificate, with ?connect=ADDRESS if DNS points elsewhere."},
    ErrorEntry{fingerprint_mismatch, "fingerprint_mismatch",
               "The server's certificate is not the one that was pinned.",
               "Compare the fingerprint with the server's owner before you change it."},
    ErrorEntry{starttls_missing, "starttls_missing",
               "The server does not offer STARTTLS, and nothing is sent in the clear.",
               "Use imaps://, or ?tls=none if the network between is yours."},
    ErrorEntry{protocol_broken, "protocol_broken", "The server sent something that is not IMAP.",
               "Check host and port; --trace FILE shows the conversation."},
    ErrorEntry{bound_exceeded, "bound_exceeded",
               "The server sent more than any honest answer needs.",
               "Check that this is the right server; --trace FILE shows the conversation."},
    ErrorEntry{server_refused, "server_refused", "The server refused a command.",
               "Read the server's words; run again, failed messages are tried again."},
    ErrorEntry{permission_denied, "permission_denied", "The server does not permit this.",
               "Give this user (or master user) the right, or exclude the folder."},
    ErrorEntry{target_full, "target_full", "The target mailbox is full.",
               "Raise its quota, then run the same command again."},
    ErrorEntry{item_too_large, "item_too_large", "The message is larger than the target accepts.",
               "Raise the target's limit, then run the same command again."},
    ErrorEntry{content_refused, "content_refused", "The target refused this message's content.",
               "Read the server's words; all others are brought, later runs try it again."},
    ErrorEntry{item_gone, "item_gone", "The message vanished from the source while we copied.",
               "Nothing to do: its owner or a mail program deleted or moved it."},
    ErrorEntry{folder_missing, "folder_missing", "The folder does not exist any more.",
               "Run again; a renamed folder is found under its new name."},
    ErrorEntry{folder_refused, "folder_refused", "The target refused to create the folder.",
               "Give it another name with --map 'OLD=NEW'."},
    ErrorEntry{generation_changed, "generation_changed", "The folder was replaced during the run.",
               "Run the same command again; nothing is copied twice."},
    ErrorEntry{dates_ignored, "dates_ignored",
               "The target does not keep the received dates of messages.",
               "Use --accept-dates if that is acceptable, or repair the target first."},
    ErrorEntry{same_account, "same_account", "Source and target are the same account.",
               "Check the two addresses."},
    ErrorEntry{wrong_server, "wrong_server", "This is not the server of the first run.",
               "DNS may have moved: use ?connect=ADDRESS to name the old server."},
    ErrorEntry{lease_held, "lease_held", "Another run holds this account.",
               "Wait for it, or stop it; it is named above."},
    ErrorEntry{lease_lost, "lease_lost", "Another run has taken over this account.",
               "Look at postferry status; only one run at a time may write."},
    ErrorEntry{bad_usage, "bad_usage", "The command is not complete or not right.",
               "See postferry --help."},
    ErrorEntry{file_unreadable, "file_unreadable", "A file cannot be read.",
               "Check its name and permissions."},
    ErrorEntry{state_broken, "state_broken", "The journal cannot be used.",
               "Check the folder given by --state, its permissions and its disk."},
    ErrorEntry{disk_full, "disk_full", "The disk that holds the journal is full.",
               "Make room, then run the same command again."},
    ErrorEntry{
        interrupted, "interrupted", "The run was stopped.",
        "Run the same command again: copy goes on where it stopped, plan and verify begin anew."},
    ErrorEntry{doubtful, "doubtful", "Nobody can tell whether the target stored this message.",
               "Look at both accounts; postferry verify --deep compares every byte."},
    ErrorEntry{internal, "internal", "Postferry made a mistake.",
               "Please report it, with the output of --trace FILE."},
};

constexpr bool in_enum_order() {
  for (std::size_t i = 0; i < catalog.size(); ++i)
    if (static_cast<std::size_t>(catalog[i].code) != i) return false;
  return catalog.size() == static_cast<std::size_t>(internal) + 1;
}
static_assert(in_enum_order());

}  // namespace

std::span<const ErrorEntry> error_catalog() { return catalog; }

const ErrorEntry& catalog_entry(ErrorCode code) { return catalog[static_cast<std::size_t>(code)]; }

std::string_view code_name(ErrorCode code) { return catalog_entry(code).name; }

std::string_view side_name(Side side) {
  switch (side) {
    case Side::source:
      return "source";
    case Side::target:
      return "target";
    case Side::none:
      break;
  }
  return "";
}

std::string_view scope_name(Scope scope) {
  constexpr std::array<std::string_view, 5> names{"item", "folder", "account", "host", "run"};
  return names[static_cast<std::size_t>(scope)];
}

}  // namespace postferry

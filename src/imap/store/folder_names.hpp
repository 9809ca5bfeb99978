// Folder names: from a mailbox name on the wire to a FolderPath, and back (RFC 3501 5.1, RFC 2342).
//
// The prefix of the personal namespace is no part of a path: with "INBOX." the mailbox INBOX.Sent
// is the path {Sent}, and {INBOX, Sub} is INBOX.INBOX.Sub. A mailbox below the prefix that is
// itself called like the inbox must not become the inbox: INBOX.Inbox is {INBOX, Inbox}, and so
// is INBOX.Inbox.Sub {INBOX, Inbox, Sub}. In turn, {INBOX, INBOX, Sub} has no name on such a
// server. Used by the listing and by ensure(). Pure functions; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "imap/wire/mailbox_name.hpp"
#include "imap/wire/mailbox_responses.hpp"
#include "mail/folder_path.hpp"

namespace postferry::imap {

// The personal namespace, where folders are made.
struct FolderNames {
  std::string prefix;             // raw, with its delimiter: "INBOX."; mostly empty
  std::optional<char> delimiter;  // nothing: a flat namespace
  NameEncoding encoding = NameEncoding::modified_utf7;
};

// The first personal namespace.
FolderNames personal_names(const NamespaceResponse& namespaces, NameEncoding encoding);

// False for mailboxes of other users, shared ones, and the bare prefix of a namespace.
bool is_personal(std::string_view mailbox, const NamespaceResponse& namespaces);

// Never fails: a name that is no good modified UTF-7 is read as its bytes allow; an empty level
// becomes "_", one of over 1024 bytes is cut.
mail::FolderPath path_of(std::string_view mailbox, std::optional<char> delimiter,
                         const FolderNames& names);

// Error folder_refused when the path holds the delimiter or has no name on this server.
Result<std::string> mailbox_of(const mail::FolderPath& path, const FolderNames& names);

// Another path for a mailbox whose own is taken by a twin: "Entwürfe (3f2a91c4)", made of its raw
// name alone.
mail::FolderPath twin_path(const mail::FolderPath& path, std::string_view mailbox);

bool is_inbox_name(std::string_view text) noexcept;

}  // namespace postferry::imap

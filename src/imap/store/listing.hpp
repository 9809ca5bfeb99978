// Listing: what LIST, LSUB, XLIST and STATUS said about one account, and the folders it makes.
//
// Filled by list_folders(), read by folders_of(), which waits for nothing: duplicate lines are
// merged, other users' and shared mailboxes are left out, twins get distinct paths. Values.
#pragma once

#include <vector>

#include "imap/store/folder_names.hpp"
#include "imap/store/mailbox_state.hpp"
#include "imap/wire/mailbox_responses.hpp"
#include "mail/folder.hpp"

namespace postferry::imap {

struct Listing {
  std::vector<ListResponse> listed;
  std::vector<ListResponse> subscribed;  // LSUB
  std::vector<ListResponse> special;     // XLIST
  std::vector<StatusData> statuses;
  NamespaceResponse namespaces;
};

// The folders, INBOX first, then as listed.
std::vector<mail::Folder> folders_of(const Listing& listing, NameEncoding encoding,
                                     ModSeqTrust trust);

// The personal namespace of the listing; where NAMESPACE told no delimiter, that of the lines.
FolderNames names_of(const Listing& listing, NameEncoding encoding);

// What this STATUS adds to the folder.
void take_status(mail::Folder& folder, const StatusData& status, ModSeqTrust trust);

}  // namespace postferry::imap

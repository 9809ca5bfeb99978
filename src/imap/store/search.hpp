// Which UIDs a mailbox holds: ESEARCH where offered (one short line for any size of folder), else
// SEARCH, else FETCH (RFC 4731, RFC 3501 6.4.4).
//
// Called by the source on a mailbox that is open.
#pragma once

#include <cstdint>

#include "base/task.hpp"
#include "imap/store/account.hpp"
#include "mail/folder.hpp"

namespace postferry::imap {

// All UIDs from `first` on.
Task<UidSet> uids_from(Account& account, const mail::Folder& folder, std::uint64_t first);

}  // namespace postferry::imap

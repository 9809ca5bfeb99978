// ensure_folder(): CREATE with special use where it can be given (RFC 6154), SUBSCRIBE, and the new
// mailbox's state, in one round trip.
//
// Called by the target for a folder that its listing does not hold. INBOX is never created. A
// folder that is there already is fine when it has exactly that name: a twin in other letters is a
// refusal.
#pragma once

#include "base/error.hpp"
#include "base/task.hpp"
#include "imap/store/account.hpp"
#include "mail/folder.hpp"
#include "mail/target.hpp"

namespace postferry::imap {

Task<Result<mail::Folder>> ensure_folder(Account& account, mail::FolderWish wish);

}  // namespace postferry::imap

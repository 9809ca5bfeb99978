// Changes: what a mailbox holds that a checkpoint does not know (RFC 3501 UID FETCH 1:*, RFC 7162
// CHANGEDSINCE and VANISHED).
//
// From the beginning, the listing streams from the wire in batches. Since a checkpoint, the delta
// is gathered first and only believed when the numbers add up: when HIGHESTMODSEQ or UIDNEXT went
// back, when more or fewer vanished than the count of messages tells, or when it is larger than a
// bound, everything is listed instead. Called by the source.
#pragma once

#include <memory>

#include "base/task.hpp"
#include "imap/store/account.hpp"
#include "mail/change_stream.hpp"
#include "mail/folder.hpp"

namespace postferry::imap {

Task<std::unique_ptr<mail::ChangeStream>> open_changes(Account& account, mail::Folder folder,
                                                       mail::Checkpoint since);

}  // namespace postferry::imap

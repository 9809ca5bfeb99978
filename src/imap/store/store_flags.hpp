// Setting flags: UID STORE +FLAGS.SILENT and -FLAGS.SILENT, one pair for all messages that change
// alike (RFC 3501 6.4.6).
//
// Called by the target on a folder that it opens for writing. Where a keyword is refused, the
// system flags are set without it and the keywords tried one by one; a message of which a part was
// refused is reported as refused, with the keyword's name. A message that is gone is refused with
// item_gone.
#pragma once

#include <vector>

#include "base/task.hpp"
#include "imap/store/account.hpp"
#include "mail/folder.hpp"
#include "mail/outcome.hpp"
#include "mail/target.hpp"

namespace postferry::imap {

Task<> store_flags(Account& account, const mail::Folder& folder,
                   std::vector<mail::FlagChange> changes, mail::OutcomeSink& outcomes);

}  // namespace postferry::imap

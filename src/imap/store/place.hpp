// Moving and copying on the target itself: UID MOVE (RFC 6851), UID COPY, and where MOVE is missing
// COPY, \Deleted and UID EXPUNGE of exactly these (RFC 4315).
//
// Called by the target. Without MOVE and without UIDPLUS a move is refused before anything is done:
// EXPUNGE would take away what the owner has marked, and a copy alone would leave two. COPYUID
// gives the new ids; a message that it does not name is reported as gone.
#pragma once

#include <vector>

#include "base/task.hpp"
#include "imap/store/account.hpp"
#include "mail/folder.hpp"
#include "mail/outcome.hpp"
#include "mail/target.hpp"

namespace postferry::imap {

Task<> place_items(Account& account, const mail::Folder& from, std::vector<mail::ItemId> ids,
                   const mail::Folder& to, mail::PlaceKind kind, mail::OutcomeSink& outcomes);

}  // namespace postferry::imap

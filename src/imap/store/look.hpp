// look() and describe(): chosen messages as they are now, without and with what their header looks
// like.
//
// Called by the source with at most a thousand ids. The sets go out in bounded lines, all at once.
#pragma once

#include <span>
#include <vector>

#include "base/task.hpp"
#include "imap/store/account.hpp"
#include "mail/folder.hpp"
#include "mail/placement.hpp"

namespace postferry::imap {

// `access`: what the caller will do in the folder next.
Task<std::vector<mail::Placement>> look_at(Account& account, const mail::Folder& folder,
                                           std::span<const mail::ItemId> ids,
                                           Access access = Access::read_only);

Task<std::vector<mail::Description>> describe(Account& account, const mail::Folder& folder,
                                              std::span<const mail::ItemId> ids);

}  // namespace postferry::imap

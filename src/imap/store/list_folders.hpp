// list_folders(): the folders of an account, in one round trip where LIST-EXTENDED, LIST-STATUS
// and SPECIAL-USE are offered (RFC 5258, 5819, 6154), else with LSUB, XLIST and a STATUS each.
//
// Called by the doors. Learns the namespaces on the way.
#pragma once

#include <vector>

#include "base/task.hpp"
#include "imap/store/account.hpp"
#include "mail/folder.hpp"

namespace postferry::imap {

Task<std::vector<mail::Folder>> list_folders(Account& account);

}  // namespace postferry::imap

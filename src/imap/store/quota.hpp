// The quota of an account: GETQUOTAROOT INBOX (RFC 9208; STORAGE counts in units of 1024 bytes).
//
// Called by the target. Where several roots hold, the tightest of each resource counts.
#pragma once

#include "base/task.hpp"
#include "imap/store/account.hpp"
#include "mail/traits.hpp"

namespace postferry::imap {

// All empty when the server has none, or does not say.
Task<mail::Quota> read_quota(Account& account);

}  // namespace postferry::imap

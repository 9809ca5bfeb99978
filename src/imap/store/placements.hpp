// Placements from FETCH responses, and received dates where INTERNALDATE is missing or broken.
//
// Servers send NIL, 00-Jan-0000 and 1899. Such messages are asked for their header once more; the
// date is then that of the newest Received field, else that of Date, else now. Used by changes,
// look, describe and read.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "base/task.hpp"
#include "imap/store/account.hpp"
#include "imap/wire/fetch_response.hpp"
#include "mail/placement.hpp"
#include "mail/received.hpp"

namespace postferry::imap {

// "UID FLAGS INTERNALDATE RFC822.SIZE", and MODSEQ or EMAILID where offered; without parentheses.
std::string placement_items(const Account& account);

// Nothing for a response that nobody asked for: without UID, or without size and date.
std::optional<mail::Placement> placement_of(const FetchResponse& fetched);

// Whether INTERNALDATE was there and can be true (later than 1970).
bool is_dated(const FetchResponse& fetched) noexcept;

// By the header alone: Received, Date, now.
mail::Received received_by_header(std::string_view header);

// Fetches the headers of these messages of the open mailbox, and gives each one's placement.
Task<> fetch_undated(Account& account, UidSet uids, std::function<void(mail::Placement)> sink);

}  // namespace postferry::imap

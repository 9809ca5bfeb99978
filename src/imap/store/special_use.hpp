// Special uses as servers spell them: the attributes of RFC 6154 and RFC 8457, and Google's XLIST.
//
// Used by the listing and by CREATE. Pure functions; any thread.
#pragma once

#include <string_view>

#include "imap/wire/mailbox_responses.hpp"
#include "mail/folder.hpp"

namespace postferry::imap {

// none when no attribute names one.
mail::SpecialUse special_use_of(const ListResponse& listed) noexcept;

// "\Sent", for CREATE ... USE; empty for none, inbox and what nobody can create.
std::string_view use_attribute(mail::SpecialUse use) noexcept;

}  // namespace postferry::imap

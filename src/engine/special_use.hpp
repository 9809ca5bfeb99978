// What a folder is for, when no server says so: the names that mail programs give to Sent, Drafts,
// Trash, Junk and Archive in the common languages, so that no second Sent appears.
//
// Used by the folder mapping for both sides; SPECIAL-USE and XLIST go before it. Constant data.
#pragma once

#include <optional>
#include <string_view>

#include "mail/folder.hpp"

namespace postferry::engine {

// "sent", "junk", ...: the word in options and plans.
std::string_view special_use_name(mail::SpecialUse use);
std::optional<mail::SpecialUse> special_use_named(std::string_view name);

// The use that a folder's name tells, compared without case and Unicode form; only a folder at
// the root or right below INBOX can have one.
mail::SpecialUse special_use_by_name(const mail::FolderPath& path);

}  // namespace postferry::engine

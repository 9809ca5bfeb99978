// Whether an account in memory can hold a folder name, judged by the naming rules it tells.
//
// Called by MemoryAccount when a door wants a folder made. Pure functions.
#pragma once

#include <optional>
#include <string>

#include "mail/folder_path.hpp"
#include "mail/traits.hpp"

namespace postferry::local {

// The server's words when the name breaks a rule; nothing when it may be created.
std::optional<std::string> name_refusal(const mail::FolderPath& path,
                                        const mail::NamingRules& rules);

// Whether both are one folder under these rules.
bool same_name(const mail::FolderPath& left, const mail::FolderPath& right, mail::NameCase rule);

}  // namespace postferry::local

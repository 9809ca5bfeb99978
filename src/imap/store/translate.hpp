// Translations between the wire's values and the domain's: flags, dates, ids.
//
// A UID is an ItemId as decimal text, a UIDVALIDITY a Generation. \Recent and flags with a
// backslash that the RFC does not know stay here. Used all over this folder. Pure functions; any
// thread.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "imap/wire/flags.hpp"
#include "imap/wire/internal_date.hpp"
#include "imap/wire/uid_set.hpp"
#include "mail/flags.hpp"
#include "mail/item_id.hpp"
#include "mail/received.hpp"

namespace postferry::imap {

// What a command line may hold of a UID set: servers bound a line at 8 KB and less.
inline constexpr std::size_t longest_set_bytes = 4000;

mail::Flags domain_flags(const Flags& flags);
Flags wire_flags(const mail::Flags& flags);

// atom: what a keyword must be made of to be sent at all.
bool is_keyword(std::string_view text) noexcept;

mail::Received received(const InternalDate& date);
InternalDate internal_date(const mail::Received& received);

mail::ItemId item_id(Uid uid);
// 0, which is never a UID, for what is no decimal number.
Uid uid_of(const mail::ItemId& id) noexcept;
UidSet uid_set(std::span<const mail::ItemId> ids);

mail::Generation generation(UidValidity validity);

}  // namespace postferry::imap

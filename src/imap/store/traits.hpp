// Traits of an IMAP server: from its capabilities, its ID and greeting, and the quirk table.
//
// Called by the doors after login, and again when the namespaces are known. Pure functions.
#pragma once

#include "imap/store/account.hpp"
#include "mail/traits.hpp"

namespace postferry::imap {

mail::Traits traits_of(const Account& account);

// Names as Maildir++, Cyrus, Exchange and others take them; the delimiter is always forbidden.
mail::NamingRules naming_rules(const Account& account);

// "Dovecot", from ID's name, else from the greeting; empty when it hides.
std::string vendor_of(const Session& session);

}  // namespace postferry::imap

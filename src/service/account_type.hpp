// The kinds of accounts that can be moved, as data: a further kind is a further row.
//
// Shown by the forms, named in lists. Constant data, any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "service/finding.hpp"

namespace postferry::service {

enum class AccountType : std::uint8_t { imap };

struct AccountTypeEntry {
  AccountType type;
  std::string_view id;    // "imap"
  std::string_view name;  // "Standard IMAP"
};

std::span<const AccountTypeEntry> account_types();
std::string_view account_type_id(AccountType type);
// By its id, in any case; also "imaps" and "imap4".
Checked<AccountType> account_type_named(std::string_view written);

}  // namespace postferry::service

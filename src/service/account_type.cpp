#include "service/account_type.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "service/pasted_text.hpp"
#include "text/ascii.hpp"

namespace postferry::service {
namespace {

constexpr std::array types{AccountTypeEntry{AccountType::imap, "imap", "Standard IMAP"}};

// What lists of other programs say.
constexpr std::array other_names{std::pair{std::string_view("imaps"), AccountType::imap},
                                 std::pair{std::string_view("imap4"), AccountType::imap}};

}  // namespace

std::span<const AccountTypeEntry> account_types() { return types; }

std::string_view account_type_id(AccountType type) {
  return std::ranges::find(types, type, &AccountTypeEntry::type)->id;
}

Checked<AccountType> account_type_named(std::string_view written) {
  const auto name = text::to_lower(without_edges(written));
  for (const auto& entry : types)
    if (name == entry.id) return entry.type;
  for (const auto& [other, type] : other_names)
    if (name == other) return type;
  std::string known;
  for (const auto& entry : types) known += (known.empty() ? "" : ", ") + std::string(entry.id);
  return refused(FindingCode::unknown_type, fmt::format("There is no type {}; there is: {}.",
                                                        shown_in_quotes(written), known));
}

}  // namespace postferry::service

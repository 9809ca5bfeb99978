// Roles: what the people of each role may do, as one table, and what the scopes of API tokens leave
// of it.
//
// Asked by every change the service makes, and shown by the page. Whose records somebody reaches is
// another question: see actor.hpp. Values and pure functions, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "storage/catalog/person_row.hpp"

namespace postferry::service {

using storage::catalog::Role;

// Stable: the page and the API see permission_name(); add at the end.
enum class Permission : std::uint8_t {
  see,               // migrations, logs, exports, credits
  run,               // start, pause, resume, run again
  plan,              // new migrations and batches, times, passwords, cancel
  delete_finished,   // with its logs
  offer_accounts,    // the list for quick selection
  manage_people,     // and invitations
  manage_licences,   // add keys
  manage_tokens,     // of the API
  see_audit,         // the log of who did what
  remove_data,       // "remove my data"
  manage_customers,  // make, rename, remove
  manage_settings,   // of the installation
};

class Permissions {
 public:
  constexpr bool contains(Permission permission) const { return (bits_ & bit(permission)) != 0; }
  constexpr Permissions with(Permission permission) const {
    return Permissions(bits_ | bit(permission));
  }
  constexpr Permissions common_with(Permissions other) const {
    return Permissions(bits_ & other.bits_);
  }
  constexpr bool operator==(const Permissions&) const = default;
  constexpr Permissions() = default;

 private:
  constexpr explicit Permissions(std::uint32_t bits) : bits_(bits) {}
  static constexpr std::uint32_t bit(Permission permission) {
    return std::uint32_t{1} << static_cast<unsigned>(permission);
  }

  std::uint32_t bits_ = 0;
};

Permissions permissions_of(Role role);
std::string_view permission_name(Permission permission);  // "manage_people"
std::vector<std::string_view> permission_names(Permissions permissions);

// "operator", "admin", "manager", "member".
std::string_view role_name(Role role);
std::optional<Role> role_named(std::string_view name);
// Whether somebody of the role `own` may give and take the other: nobody raises anyone above
// themselves.
bool may_grant(Role own, Role granted);

// What an API token may do at most: "read", "run", "plan" or "manage".
std::optional<Permissions> permissions_of_scope(std::string_view scope);

}  // namespace postferry::service

#include "service/roles.hpp"

#include <array>

namespace postferry::service {
namespace {

constexpr std::uint8_t operators = 1, admins = 2, managers = 4, members = 8;
constexpr std::uint8_t all = operators | admins | managers | members;

struct PermissionRow {
  Permission permission;
  std::string_view name;
  std::uint8_t roles;
};

constexpr std::array permissions_in_order{
    PermissionRow{Permission::see, "see", all},
    PermissionRow{Permission::run, "run", all},
    PermissionRow{Permission::plan, "plan", operators | admins | managers},
    PermissionRow{Permission::delete_finished, "delete_finished", operators | admins | managers},
    PermissionRow{Permission::offer_accounts, "offer_accounts", operators | admins},
    PermissionRow{Permission::manage_people, "manage_people", operators | admins},
    PermissionRow{Permission::manage_licences, "manage_licences", operators | admins},
    PermissionRow{Permission::manage_tokens, "manage_tokens", operators | admins},
    PermissionRow{Permission::see_audit, "see_audit", operators | admins},
    PermissionRow{Permission::remove_data, "remove_data", operators | admins},
    PermissionRow{Permission::manage_customers, "manage_customers", operators},
    PermissionRow{Permission::manage_settings, "manage_settings", operators},
};

std::uint8_t bit_of(Role role) {
  switch (role) {
    case Role::operator_:
      return operators;
    case Role::admin:
      return admins;
    case Role::manager:
      return managers;
    case Role::member:
      return members;
  }
  return 0;
}

constexpr Permissions reading = Permissions().with(Permission::see);
constexpr Permissions running = reading.with(Permission::run);
constexpr Permissions planning = running.with(Permission::plan)
                                     .with(Permission::delete_finished)
                                     .with(Permission::offer_accounts);

}  // namespace

Permissions permissions_of(Role role) {
  Permissions permissions;
  for (const auto& row : permissions_in_order)
    if ((row.roles & bit_of(role)) != 0) permissions = permissions.with(row.permission);
  return permissions;
}

std::string_view permission_name(Permission permission) {
  for (const auto& row : permissions_in_order)
    if (row.permission == permission) return row.name;
  return "";
}

std::vector<std::string_view> permission_names(Permissions permissions) {
  std::vector<std::string_view> names;
  for (const auto& row : permissions_in_order)
    if (permissions.contains(row.permission)) names.push_back(row.name);
  return names;
}

std::string_view role_name(Role role) { return text_of(role); }

std::optional<Role> role_named(std::string_view name) {
  for (const auto role : {Role::operator_, Role::admin, Role::manager, Role::member})
    if (role_name(role) == name) return role;
  return std::nullopt;
}

bool may_grant(Role own, Role granted) {
  if (own == Role::operator_) return true;
  return own == Role::admin && granted != Role::operator_;
}

std::optional<Permissions> permissions_of_scope(std::string_view scope) {
  if (scope == "read") return reading;
  if (scope == "run") return running;
  if (scope == "plan") return planning;
  if (scope != "manage") return std::nullopt;
  // a stolen token makes no others that outlive it
  Permissions everything_else;
  for (const auto& row : permissions_in_order)
    if (row.permission != Permission::manage_tokens)
      everything_else = everything_else.with(row.permission);
  return everything_else;
}

}  // namespace postferry::service

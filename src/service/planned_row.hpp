// The row of a migration, made of a draft.
//
// Used when drafts are accepted. Pure, but for the id.
#pragma once

#include <optional>
#include <string>

#include "service/account_url.hpp"
#include "service/draft.hpp"
#include "storage/catalog/migration_row.hpp"

namespace postferry::service {

// Accepted by the timetable already. `own_server` is needed by a draft that fills it.
storage::catalog::MigrationRow planned_row(std::string id, std::string customer, std::string person,
                                           const Draft& draft,
                                           const std::optional<AccountUrl>& own_server,
                                           Instant now);

// "example.org" of "Alice@Example.Org"; "" where there is none.
std::string domain_of(std::string_view address);

}  // namespace postferry::service

// Happenings: what a change of a migration makes worth telling, put into the outbox.
//
// Called in the transaction that stores the change: at the end of a run, and for what people do. A
// migration of its own is one notice each; of a batch, mails are about the batch as a whole, one
// when its last first run ends, one when everything is over, and what needs a person is gathered:
// at most one mail an hour. Webhooks are told of each migration as well.
#pragma once

#include <chrono>

#include "storage/catalog/migration_row.hpp"

namespace soci {
class session;
}

namespace postferry::service {

// What fails within this after the first failure is in the same mail.
inline constexpr std::chrono::minutes failures_are_gathered_for{2};
inline constexpr std::chrono::hours between_failure_mails{1};

// Needs the row as it was read, and as it has been stored.
void put_down_notices(soci::session& session, const storage::catalog::MigrationRow& before,
                      const storage::catalog::MigrationRow& after, Instant now);

}  // namespace postferry::service

// Migrations as /api/v1 shows them: what was asked for, how it stands, how far it is.
//
// Used by the resources of migrations and batches and by the event stream. Pure functions; what
// servers and people wrote is made valid UTF-8.
#pragma once

#include <string>
#include <vector>

#include "api/people_json.hpp"
#include "api/planning.hpp"
#include "storage/catalog/migration_row.hpp"
#include "text/json.hpp"

namespace postferry::api {

// What a migration is shown with, beside its row.
struct Showing {
  const service::LiveBoard& board;  // how far those are that run
  std::string own_host;             // "imap.provider.example:993"; the MX records to set lead to it
};
Showing showing(const Planning& planning);

text::json::Object migration_json(const Showing& showing, const storage::catalog::MigrationRow& row,
                                  const Names& names);
// "progress" of it, which changes all the time.
text::json::Object progress_json(const Showing& showing, const storage::catalog::MigrationRow& row);
// Quoted, as in the header ETag; the same until somebody changes the plan or a run begins or ends.
std::string etag_of(const storage::catalog::MigrationRow& row);

// {number,kind,state,started_at,ended_at,sentence,error,copied,copied_bytes,messages,failed} of a
// run of the migration.
text::json::Object run_json(const storage::catalog::MigrationRow& row,
                            const storage::catalog::RunRow& run);

// {code,sentence,hint} of the error of this name; its name alone where there is none.
text::json::Object reason_json(const std::string& code);

// The names of those who planned these, by id, as far as `reach` goes. On a thread of the database.
Names creators_of(soci::session& session, const storage::catalog::Reach& reach,
                  const std::vector<std::string>& people);

}  // namespace postferry::api

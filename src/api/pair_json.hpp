// The folders of a migration and what could not be moved, as /api/v1 shows them, out of what the
// journal knows and what the run that is under way has told.
//
// Used by the routes below /migrations/{id}. Pure functions.
#pragma once

#include <optional>

#include "service/news.hpp"
#include "storage/catalog/migration_row.hpp"
#include "storage/pair_look.hpp"
#include "text/json.hpp"

namespace postferry::api {

// [{source,target,messages,done,bytes,failed,excluded,state}], state: waiting | running | done |
// failed | skipped. Without a look nothing is known yet.
text::json::Array folders_json(const storage::catalog::MigrationRow& row,
                               const std::optional<storage::PairLook>& look,
                               const std::optional<service::LiveProgress>& live);

// [{folder,code,sentence,hint,count,server_said}], what is many first.
text::json::Array errors_json(const std::optional<storage::PairLook>& look);

}  // namespace postferry::api

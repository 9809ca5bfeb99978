// The journal's tables, as numbered steps that only go forward: a journal of an older Postferry is
// brought up to date when it is opened, one of a newer is refused.
#pragma once

#include <filesystem>

namespace soci {
class session;
}

namespace postferry::storage {

// Failure state_broken when the database is not a journal or is newer than this program. Safe when
// several processes open the same journal at once.
void bring_up_to_date(soci::session& session, const std::filesystem::path& file);

}  // namespace postferry::storage

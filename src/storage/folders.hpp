// Folders of a pair, as the journal knows them.
//
// Called on the writer's thread by journal.cpp; the writes inside a transaction.
#pragma once

#include <vector>

#include "storage/connection.hpp"
#include "storage/records.hpp"

namespace postferry::storage {

std::vector<FolderRecord> folders_of(Connection& connection, PairId pair);
// Adds the folder when its id is 0, else replaces the record of this pair; gives its id back.
FolderId write_folder(Connection& connection, PairId pair, const FolderRecord& folder);
// The folder of this pair; Failure state_broken when there is none.
FolderRecord folder_of(Connection& connection, PairId pair, FolderId id);

}  // namespace postferry::storage

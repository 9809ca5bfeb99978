// Rebinding: a folder got a new generation (UIDVALIDITY), so its ids mean nothing any more. The
// messages are recognised by the journal's fingerprints, never by copying again.
//
// Called by the survey (source) and by the Run (target). Multisets: a strong class of one and one
// is the same message, else digests decide, then received date and size. One thread.
#pragma once

#include "engine/folder_mapping.hpp"
#include "engine/run_scope.hpp"
#include "mail/change_stream.hpp"

namespace postferry::engine {

struct FolderSurvey;

// Drains `changes` into `survey`: known messages into `rebound`, new ones into `to_copy`.
Task<> rebind_source(const RunScope& scope, mail::Source& source, const MappedFolder& folder,
                     mail::ChangeStream& changes, FolderSurvey& survey);

// Gives the folder's records the ids that their messages have on the target now; a record whose
// message is not there any more has none. Durable when it returns; gives back the new record.
Task<storage::FolderRecord> rebind_target(const RunScope& scope, mail::Target& target,
                                          const mail::Folder& folder, storage::FolderRecord record);

// All records of a folder.
Task<std::vector<storage::PlacementRecord>> all_records(const RunScope& scope,
                                                        storage::FolderId folder);

}  // namespace postferry::engine

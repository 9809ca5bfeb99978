// Looks at many messages of one folder, in calls of at most a thousand: a store's one answer has a
// bound, a folder has none.
//
// Used wherever the engine compares what is there. Throws Failure as the door does. One thread.
#pragma once

#include <vector>

#include "base/task.hpp"
#include "mail/source.hpp"
#include "mail/target.hpp"

namespace postferry::engine {

// Flags and dates of these ids; what is gone is left out.
Task<std::vector<mail::Placement>> look_all(mail::Source& door, const mail::Folder& folder,
                                            const std::vector<mail::ItemId>& ids);

// The same before their flags are set.
Task<std::vector<mail::Placement>> look_all_to_change(mail::Target& door,
                                                      const mail::Folder& folder,
                                                      const std::vector<mail::ItemId>& ids);

// The same with fingerprints, for which the store reads headers.
Task<std::vector<mail::Description>> describe_all(mail::Source& door, const mail::Folder& folder,
                                                  const std::vector<mail::ItemId>& ids);

}  // namespace postferry::engine

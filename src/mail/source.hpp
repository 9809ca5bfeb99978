// Source: the door for reading an account. It cannot write, by type.
//
// One Source is one conversation with the server; for parallel work the engine opens several.
// Calls come one after another from one thread; a stream must end before the next call. Every
// call throws Failure when the conversation cannot go on (connection, protocol, deadline) or when
// the folder is gone (scope folder). Nothing that is read changes anything: unread stays unread.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/task.hpp"
#include "mail/change_stream.hpp"
#include "mail/content_stream.hpp"
#include "mail/folder.hpp"
#include "mail/placement.hpp"
#include "mail/traits.hpp"

namespace postferry::mail {

struct Arrivals {
  std::vector<ItemId> ids;
  std::uint64_t gone = 0;  // came after the mark and are not there any more
};

class Source {
 public:
  virtual ~Source() = default;

  virtual const Traits& traits() const = 0;

  // All folders, with their states where one answer brings them.
  virtual Task<std::vector<Folder>> folders() = 0;

  // What is new since `since`; everything when `since` is the beginning or means another
  // generation.
  virtual Task<std::unique_ptr<ChangeStream>> changes(const Folder& folder,
                                                      const Checkpoint& since) = 0;

  // The ids of all placements now.
  virtual Task<std::vector<ItemId>> ids(const Folder& folder) = 0;

  // Where the folder stands now: a mark for arrivals().
  virtual Task<Checkpoint> mark(const Folder& folder) = 0;
  // What came after the mark. Failure{generation_changed} when the mark means another generation.
  virtual Task<Arrivals> arrivals(const Folder& folder, const Checkpoint& mark) = 0;

  // These placements as they are now, in any order; ids that are gone are left out. At most a
  // thousand ids a call.
  virtual Task<std::vector<Placement>> look(const Folder& folder, std::span<const ItemId> ids) = 0;

  // Placements with their fingerprints, in any order; ids that are gone are left out. At most a
  // thousand ids a call.
  virtual Task<std::vector<Description>> describe(const Folder& folder,
                                                  std::span<const ItemId> ids) = 0;

  // The contents of these placements, in any order; what is gone is left out. Reading may run
  // ahead of the caller, up to what the wire holds.
  virtual Task<std::unique_ptr<ContentStream>> read(const Folder& folder,
                                                    std::vector<ItemId> ids) = 0;

  // Says goodbye; the door is of no use afterwards.
  virtual Task<> close() = 0;
};

}  // namespace postferry::mail

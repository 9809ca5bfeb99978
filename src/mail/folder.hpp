// Folder: one folder as a store lists it, with what the listing already tells of its state.
//
// Made by folders() of the doors, read by the Planner. The checkpoint is an opaque word of the
// store: two equal checkpoints of one folder mean that nothing in it has changed, as far as
// `covers` says. Values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "mail/folder_path.hpp"
#include "mail/item_id.hpp"

namespace postferry::mail {

enum class FolderKind : std::uint8_t { mail, calendar, contacts, tasks, settings };
// RFC 6154, with inbox for the one that every account has.
enum class SpecialUse : std::uint8_t {
  none,
  inbox,
  sent,
  drafts,
  trash,
  junk,
  archive,
  all,
  flagged,
  important
};
enum class Selectable : std::uint8_t { yes, no };
enum class Inferiors : std::uint8_t { allowed, refused };
enum class Subscribed : std::uint8_t { no, yes };

// A place in a folder's history, written and read only by the store that made it.
class Checkpoint {
 public:
  Checkpoint() = default;  // the beginning: everything is new
  explicit Checkpoint(std::string bytes) : bytes_(std::move(bytes)) {}

  const std::string& bytes() const noexcept { return bytes_; }
  bool is_beginning() const noexcept { return bytes_.empty(); }
  bool operator==(const Checkpoint&) const = default;

 private:
  std::string bytes_;
};

enum class Covers : std::uint8_t { nothing, membership, membership_and_flags };

struct FolderState {
  std::uint64_t messages = 0;
  Checkpoint checkpoint;            // may be the beginning when the listing does not tell
  Covers covers = Covers::nothing;  // what an equal checkpoint proves unchanged
  // The highest id that this generation has given out, to a message that is there or was, 0 for
  // none; nothing where ids are no numbers that only rise, or the store does not tell.
  std::optional<std::uint64_t> last_number;
};

struct Folder {
  FolderPath path;
  std::string store_name;  // the store's own spelling, for the store alone
  FolderKind kind = FolderKind::mail;
  SpecialUse special_use = SpecialUse::none;
  Selectable selectable = Selectable::yes;
  Inferiors inferiors = Inferiors::allowed;
  Subscribed subscribed = Subscribed::no;
  Generation generation;  // empty when the listing does not tell
  std::optional<FolderState> state;
};

}  // namespace postferry::mail

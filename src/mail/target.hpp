// Target: the door for writing an account. It can also look (through reading()), never delete.
//
// Conversation, threads and Failures as for Source; reading() is the same conversation. Whatever
// append() did not report to its sink before it threw is open: stored or not, nobody knows.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/task.hpp"
#include "mail/content_stream.hpp"
#include "mail/outcome.hpp"
#include "mail/source.hpp"

namespace postferry::mail {

struct FolderWish {
  FolderPath path;
  SpecialUse special_use = SpecialUse::none;
  Subscribed subscribed = Subscribed::no;
};

struct FlagChange {
  ItemId id;
  Flags add;
  Flags remove;
};

enum class PlaceKind : std::uint8_t {
  move,
  copy,
  finish_move,  // the copies of a move are there: only the originals are to be taken away
};

class Target {
 public:
  virtual ~Target() = default;

  virtual Source& reading() = 0;
  virtual const Traits& traits() const = 0;
  virtual Task<Quota> quota() = 0;

  // Makes the folder unless it is there, and its parents; subscribes it on request. Error
  // folder_refused when the server will not have the name.
  virtual Task<Result<Folder>> ensure(const FolderWish& wish) = 0;

  // The keywords that this folder takes among those wished for.
  virtual Task<Flags> accepted(const Folder& folder, const Flags& wished) = 0;

  // Stores every content of the stream, in order, with its flags and received date.
  virtual Task<> append(const Folder& folder, ContentStream& contents, OutcomeSink& outcomes) = 0;

  // Moves or copies placements on the target itself; the bodies do not travel. Originals whose
  // copies could not be made stay.
  virtual Task<> place(const Folder& from, std::vector<ItemId> ids, const Folder& to,
                       PlaceKind kind, OutcomeSink& outcomes) = 0;

  // What reading().look() gives, where set_flags() follows: the folder is opened once for both.
  virtual Task<std::vector<Placement>> look_to_change(const Folder& folder,
                                                      std::span<const ItemId> ids) = 0;
  virtual Task<> set_flags(const Folder& folder, std::vector<FlagChange> changes,
                           OutcomeSink& outcomes) = 0;
};

}  // namespace postferry::mail

// Outcome: what became of one item that was sent to a target. OutcomeSink: receives each as soon
// as it is known, before anything can throw: a connection that dies after 60 of 100 appends has
// told 60. An item for which no outcome came is open, and the journal settles it.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "base/error.hpp"
#include "mail/item_id.hpp"

namespace postferry::mail {

enum class OutcomeKind : std::uint8_t {
  stored,
  refused,        // this item alone, for the reason in `error`
  batch_refused,  // the whole batch and perhaps only for one of its items
};

struct Outcome {
  ItemId item;  // as the caller named it: the source's id for append, the target's else
  OutcomeKind kind = OutcomeKind::stored;
  std::optional<ItemId> target;  // the new id, where the target tells it
  std::optional<Error> error;    // for refused and batch_refused
};

class OutcomeSink {
 public:
  virtual ~OutcomeSink() = default;
  virtual void take(Outcome outcome) noexcept = 0;
};

}  // namespace postferry::mail

// Placement: a content in a folder, as a listing shows it; Description: the same with what its
// header looks like. Made by the doors, read by the engine. Values.
#pragma once

#include <cstdint>
#include <string>

#include "mail/digest.hpp"
#include "mail/flags.hpp"
#include "mail/item_id.hpp"
#include "mail/received.hpp"

namespace postferry::mail {

struct Placement {
  ItemId id;
  std::uint64_t version = 0;  // rises with every change of flags; 0 where the store has none
  Flags flags;
  Received received;
  std::uint64_t size_bytes = 0;  // as the store says it; never an identity
  std::string content_id;        // EMAILID, X-GM-MSGID; empty where the store has none
};

struct Description {
  Placement placement;
  Fingerprint fingerprint;
};

}  // namespace postferry::mail

// libsodium, made ready.
//
// Called by whatever in this room hashes or signs, before it does; any thread, as often as wanted.
#pragma once

#include <sodium.h>

#include "base/error.hpp"

namespace postferry::service {

// Throws a Failure where the machine gives no random bytes.
inline void begin_sodium() {
  if (sodium_init() < 0)
    throw Failure(Error{.code = ErrorCode::internal, .text = "libsodium cannot be used here."});
}

}  // namespace postferry::service

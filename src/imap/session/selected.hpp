// Selected: what is known of the mailbox that a session has open (RFC 3501 6.3.1, RFC 7162 3.1).
//
// Kept by the session from SELECT's answers and from what servers say unasked later. Values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "imap/wire/flags.hpp"
#include "imap/wire/response.hpp"

namespace postferry::imap {

enum class ModSeqs : std::uint8_t { unknown, kept, absent };  // HIGHESTMODSEQ, NOMODSEQ

struct Selected {
  std::string mailbox;  // raw
  std::uint32_t exists = 0;
  std::optional<UidValidity> uid_validity = std::nullopt;
  std::optional<Uid> uid_next = std::nullopt;  // as SELECT said it; it does not follow EXISTS
  std::optional<ModSeq> highest_modseq = std::nullopt;
  ModSeqs modseqs = ModSeqs::unknown;
  Flags flags{};                                        // FLAGS
  std::optional<Flags> permanent_flags = std::nullopt;  // absent: all of `flags` (RFC 3501 6.3.1)
  bool read_only = false;
  bool uids_sticky = true;
  std::string mailbox_id = {};  // RFC 8474
};

// Brings it up to date with one untagged response.
void observe(Selected& selected, const Response& response);
// The same for a code of the tagged OK.
void observe(Selected& selected, const ResponseCode& code);

}  // namespace postferry::imap

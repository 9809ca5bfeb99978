// FETCH: what a server says about one message (RFC 3501 7.4.2, RFC 7162, RFC 8474, and Gmail's
// X-GM-MSGID and X-GM-LABELS).
//
// The hot path: a response with UID, system flags, size and date allocates nothing; each section
// costs its bytes. Items that we never ask for (ENVELOPE, BODYSTRUCTURE, ...) are skipped whatever
// they hold. Values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "imap/wire/flags.hpp"
#include "imap/wire/internal_date.hpp"
#include "imap/wire/uid_set.hpp"

namespace postferry::imap {

struct Section {
  std::string name;                  // in upper case: "BODY[]", "BODY[HEADER.FIELDS (DATE)]<0>"
  std::optional<std::string> bytes;  // nothing: NIL
  bool operator==(const Section&) const = default;
};

struct FetchResponse {
  std::uint32_t sequence = 0;
  std::optional<Uid> uid;
  std::optional<Flags> flags;
  std::optional<InternalDate> internal_date;  // nothing: not asked for, NIL, or no date at all
  std::optional<std::uint64_t> rfc822_size;
  std::optional<ModSeq> modseq;  // zero and negative ones (Zoho) are left out
  std::vector<Section> sections;
  std::string email_id;                                  // EMAILID, or X-GM-MSGID
  std::string thread_id;                                 // THREADID, or X-GM-THRID
  std::optional<std::vector<std::string>> gmail_labels;  // X-GM-LABELS, raw
  bool operator==(const FetchResponse&) const = default;

  // The section of that name (without case), or null. "BODY[]" also finds RFC822 and BINARY[].
  const Section* section(std::string_view name) const noexcept;
};

// The head of a response whose body literal is being streamed: everything before it. The streamed
// item stands last in `sections`, without bytes.
Result<FetchResponse> parse_fetch_head(std::string_view head);

}  // namespace postferry::imap

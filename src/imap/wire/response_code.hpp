// resp-text-code: what stands in brackets after OK, NO, BAD, BYE and PREAUTH (RFC 3501 7.1, RFC
// 4315, 5530, 7162, 7889, 8474, 9051).
//
// Made by parse_response, read by the session. A code that we do not know, or a known one with
// arguments that are not what the RFC says, is kept as `unknown` with its text. Values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "imap/wire/flags.hpp"
#include "imap/wire/uid_set.hpp"

namespace postferry::imap {

enum class CodeName : std::uint8_t {
  none,
  unknown,  // value: std::string, the arguments as sent; its name is in `atom`
  alert,
  already_exists,
  append_uid,  // value: AppendUid
  authentication_failed,
  authorization_failed,
  bad_charset,  // value: Words or nothing
  cannot,
  capability,  // value: Words
  client_bug,
  closed,
  contact_admin,
  copy_uid,  // value: CopyUid
  corruption,
  expired,
  expunge_issued,
  has_children,
  highest_modseq,  // value: std::uint64_t
  in_use,
  limit,
  mailbox_id,  // value: std::string
  modified,    // value: UidSet (sequence numbers after a plain STORE)
  no_modseq,
  no_perm,
  nonexistent,
  not_saved,
  over_quota,
  parse,
  permanent_flags,  // value: Flags
  privacy_required,
  read_only,
  read_write,
  server_bug,
  throttled,
  too_big,  // value: std::uint64_t or nothing
  try_create,
  uid_next,  // value: std::uint64_t
  uid_not_sticky,
  uid_required,
  uid_validity,  // value: std::uint64_t
  unavailable,
  unknown_cte,
  unseen,  // value: std::uint64_t
  use_attr,
};

using Words = std::vector<std::string>;

struct AppendUid {
  UidValidity validity = 0;
  UidSet uids;  // of a MULTIAPPEND: ascending, in the order of the messages
  bool operator==(const AppendUid&) const = default;
};

struct CopyUid {
  UidValidity validity = 0;
  std::vector<UidRange> source;  // in the order written: the n-th UID of one
  std::vector<UidRange> target;  // became the n-th UID of the other
  bool operator==(const CopyUid&) const = default;
};

struct CopiedUid {
  Uid source = 0;
  Uid target = 0;
  bool operator==(const CopiedUid&) const = default;
};

struct ResponseCode {
  CodeName name = CodeName::none;
  std::variant<std::monostate, std::uint64_t, std::string, Words, Flags, UidSet, AppendUid, CopyUid>
      value;
  std::string atom;  // as the server wrote it; only for unknown
  bool operator==(const ResponseCode&) const = default;
};

// The numeric value, where the code has one.
std::optional<std::uint64_t> number(const ResponseCode& code) noexcept;

// The pairs, one a message. Errors: bound_exceeded when there are more than `most`, protocol_broken
// when the two sets are not of one length.
Result<std::vector<CopiedUid>> copied(const CopyUid& code, std::uint64_t most);

// The RFC's spelling, "OVERQUOTA"; "" for none and unknown.
std::string_view code_atom(CodeName name) noexcept;
CodeName code_name_of(std::string_view atom) noexcept;

}  // namespace postferry::imap

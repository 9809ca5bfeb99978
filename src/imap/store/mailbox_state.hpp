// MailboxState: where a mailbox stands, and its text form, the Checkpoint that the engine keeps
// (RFC 3501 UIDVALIDITY and UIDNEXT, RFC 7162 HIGHESTMODSEQ).
//
// Made from STATUS, LIST-STATUS and SELECT alike, so that equal states are equal texts. Values.
#pragma once

#include <cstdint>
#include <optional>

#include "imap/session/selected.hpp"
#include "imap/wire/mailbox_responses.hpp"
#include "imap/wire/uid_set.hpp"
#include "mail/folder.hpp"

namespace postferry::imap {

struct MailboxState {
  UidValidity uid_validity = 0;
  std::uint64_t uid_next = 0;
  ModSeq highest_modseq = 0;  // 0: none that could be believed
  std::uint64_t messages = 0;
  bool operator==(const MailboxState&) const = default;
};

enum class ModSeqTrust : std::uint8_t { none, honest };

// Nothing when the server left out what a state needs.
std::optional<MailboxState> state_of(const StatusData& status, ModSeqTrust trust);
std::optional<MailboxState> state_of(const Selected& selected, ModSeqTrust trust);

// "v=1700000000;n=4033;m=9120;c=3999"
mail::Checkpoint checkpoint(const MailboxState& state);
// Nothing for the beginning and for what is no checkpoint of this store.
std::optional<MailboxState> parse_checkpoint(const mail::Checkpoint& checkpoint);

mail::FolderState folder_state(const MailboxState& state);

}  // namespace postferry::imap

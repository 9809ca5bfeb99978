#include "imap/session/selected.hpp"

#include <algorithm>

namespace postferry::imap {
namespace {

// UIDs and UIDVALIDITY have 32 bits; a number beyond them is no news.
std::optional<std::uint32_t> narrow(const ResponseCode& code) {
  const auto value = number(code);
  if (!value || *value > UINT32_MAX) return std::nullopt;
  return static_cast<std::uint32_t>(*value);
}

}  // namespace

void observe(Selected& selected, const ResponseCode& code) {
  switch (code.name) {
    case CodeName::uid_validity:
      selected.uid_validity = narrow(code);
      break;
    case CodeName::uid_next:
      selected.uid_next = narrow(code);
      break;
    case CodeName::highest_modseq:
      selected.highest_modseq = number(code);
      selected.modseqs = ModSeqs::kept;
      break;
    case CodeName::no_modseq:
      selected.highest_modseq.reset();
      selected.modseqs = ModSeqs::absent;
      break;
    case CodeName::permanent_flags:
      if (const auto* flags = std::get_if<Flags>(&code.value)) selected.permanent_flags = *flags;
      break;
    case CodeName::read_only:
      selected.read_only = true;
      break;
    case CodeName::read_write:
      selected.read_only = false;
      break;
    case CodeName::uid_not_sticky:
      selected.uids_sticky = false;
      break;
    case CodeName::mailbox_id:
      if (const auto* id = std::get_if<std::string>(&code.value)) selected.mailbox_id = *id;
      break;
    case CodeName::closed:
      // All that came before belonged to the mailbox that was open until now (RFC 7162 3.2.11).
      selected = Selected{.mailbox = std::move(selected.mailbox)};
      break;
    default:
      break;
  }
}

void observe(Selected& selected, const Response& response) {
  if (const auto* exists = std::get_if<Exists>(&response)) {
    selected.exists = exists->count;
  } else if (std::holds_alternative<Expunge>(response)) {
    if (selected.exists > 0) --selected.exists;
  } else if (const auto* vanished = std::get_if<VanishedResponse>(&response)) {
    if (vanished->when == Vanished::now)
      selected.exists -= static_cast<std::uint32_t>(
          std::min<std::uint64_t>(selected.exists, vanished->uids.count()));
  } else if (const auto* flags = std::get_if<FlagsResponse>(&response)) {
    selected.flags = flags->flags;
  } else if (const auto* status = std::get_if<StatusResponse>(&response)) {
    if (status->kind == StatusKind::ok) observe(selected, status->code);
  }
}

}  // namespace postferry::imap

#include "imap/store/mailbox_state.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <fmt/core.h>
#include <limits>
#include <string>
#include <string_view>

namespace postferry::imap {
namespace {

// Takes "v=123" and the semicolon behind it.
std::optional<std::uint64_t> take_number(std::string_view& text, char name) {
  if (text.size() < 3 || text[0] != name || text[1] != '=') return std::nullopt;
  std::uint64_t value = 0;
  const auto [end, wrong] = std::from_chars(text.data() + 2, text.data() + text.size(), value);
  if (wrong != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (!text.empty()) {
    if (text.front() != ';') return std::nullopt;
    text.remove_prefix(1);
  }
  return value;
}

}  // namespace

std::optional<MailboxState> state_of(const StatusData& status, ModSeqTrust trust) {
  if (!status.uid_validity || !status.uid_next || !status.messages) return std::nullopt;
  return MailboxState{
      .uid_validity = *status.uid_validity,
      .uid_next = *status.uid_next,
      .highest_modseq = trust == ModSeqTrust::honest ? status.highest_modseq.value_or(0) : 0,
      .messages = *status.messages};
}

std::optional<MailboxState> state_of(const Selected& selected, ModSeqTrust trust) {
  if (!selected.uid_validity || !selected.uid_next) return std::nullopt;
  const bool believed = trust == ModSeqTrust::honest && selected.modseqs != ModSeqs::absent;
  return MailboxState{.uid_validity = *selected.uid_validity,
                      .uid_next = *selected.uid_next,
                      .highest_modseq = believed ? selected.highest_modseq.value_or(0) : 0,
                      .messages = selected.exists};
}

mail::Checkpoint checkpoint(const MailboxState& state) {
  return mail::Checkpoint(fmt::format("v={};n={};m={};c={}", state.uid_validity, state.uid_next,
                                      state.highest_modseq, state.messages));
}

std::optional<MailboxState> parse_checkpoint(const mail::Checkpoint& checkpoint) {
  std::string_view text = checkpoint.bytes();
  const auto validity = take_number(text, 'v');
  const auto next = take_number(text, 'n');
  const auto modseq = take_number(text, 'm');
  const auto messages = take_number(text, 'c');
  if (!validity || !next || !modseq || !messages || !text.empty()) return std::nullopt;
  if (*validity > std::numeric_limits<UidValidity>::max()) return std::nullopt;
  return MailboxState{static_cast<UidValidity>(*validity), *next, *modseq, *messages};
}

mail::FolderState folder_state(const MailboxState& state) {
  return {.messages = state.messages,
          .checkpoint = checkpoint(state),
          .covers = state.highest_modseq > 0 ? mail::Covers::membership_and_flags
                                             : mail::Covers::membership,
          .last_number = std::max<std::uint64_t>(state.uid_next, 1) - 1};
}

}  // namespace postferry::imap

// Delta: what CHANGEDSINCE and VANISHED said, and whether it can be true (RFC 7162 3.1.4, 3.2.6).
//
// Filled by open_changes(), judged by the counts of both states. Pure functions; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "imap/store/mailbox_state.hpp"
#include "imap/wire/uid_set.hpp"
#include "mail/change_stream.hpp"
#include "mail/placement.hpp"

namespace postferry::imap {

struct Delta {
  std::vector<mail::Placement> present;
  UidSet present_uids;
  UidSet vanished;
  std::size_t listed = 0;  // responses; beyond a bound `present` is dropped
  bool too_large = false;
};

enum class Belief : std::uint8_t {
  whole,    // what changed and what vanished
  changes,  // what changed; what vanished is not known
  none,     // it cannot be true: list everything
};

// Whether it makes sense to ask for a delta between these states at all.
bool may_follow(const MailboxState& then, const MailboxState& now) noexcept;

// `asked_vanished`: the server was to tell what vanished. Without, the counts may still say that
// nothing did.
enum class AskedVanished : std::uint8_t { no, yes };
Belief judge(const Delta& delta, const MailboxState& then, const MailboxState& now,
             AskedVanished asked) noexcept;

}  // namespace postferry::imap

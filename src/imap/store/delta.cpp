#include "imap/store/delta.hpp"

#include <algorithm>

namespace postferry::imap {
namespace {

// How many UIDs of the set lie in [from, to).
std::uint64_t count_between(const UidSet& set, std::uint64_t from, std::uint64_t to) noexcept {
  std::uint64_t count = 0;
  for (const auto& range : set.ranges()) {
    const auto first = std::max<std::uint64_t>(range.first, from);
    const auto end = std::min<std::uint64_t>(std::uint64_t{range.last} + 1, to);
    if (first < end) count += end - first;
  }
  return count;
}

bool overlap(const UidSet& left, const UidSet& right) noexcept {
  auto at = left.ranges().begin();
  for (const auto& range : right.ranges()) {
    while (at != left.ranges().end() && at->last < range.first) ++at;
    if (at != left.ranges().end() && at->first <= range.last) return true;
  }
  return false;
}

}  // namespace

bool may_follow(const MailboxState& then, const MailboxState& now) noexcept {
  return then.uid_validity == now.uid_validity && then.highest_modseq > 0 &&
         now.highest_modseq >= then.highest_modseq && now.uid_next >= then.uid_next;
}

Belief judge(const Delta& delta, const MailboxState& then, const MailboxState& now,
             AskedVanished asked) noexcept {
  if (delta.too_large || overlap(delta.vanished, delta.present_uids)) return Belief::none;
  // Everything that came since is in the delta, so the rest of what is there now is old.
  const auto arrived = count_between(delta.present_uids, then.uid_next, now.uid_next);
  if (arrived > now.messages) return Belief::none;
  const auto old_now = now.messages - arrived;
  if (old_now > then.messages) return Belief::none;
  const auto old_gone = then.messages - old_now;
  const auto told_gone = count_between(delta.vanished, 1, then.uid_next);
  if (old_gone == 0 && told_gone == 0) return Belief::whole;
  if (asked == AskedVanished::no) return Belief::changes;
  return told_gone == old_gone ? Belief::whole : Belief::none;
}

}  // namespace postferry::imap

#include <gtest/gtest.h>

#include "imap/store/delta.hpp"

namespace postferry::imap {
namespace {

const MailboxState before{.uid_validity = 7, .uid_next = 101, .highest_modseq = 50, .messages = 80};

MailboxState later(std::uint64_t uid_next, ModSeq modseq, std::uint64_t messages) {
  return {.uid_validity = 7, .uid_next = uid_next, .highest_modseq = modseq, .messages = messages};
}

Delta delta(std::initializer_list<Uid> present, std::initializer_list<UidRange> vanished) {
  Delta result;
  for (const Uid uid : present) result.present_uids.add(uid);
  for (const auto& range : vanished) result.vanished.add(range);
  return result;
}

TEST(Delta, follows_only_in_one_generation_and_forwards) {
  EXPECT_TRUE(may_follow(before, later(101, 50, 80)));
  EXPECT_TRUE(may_follow(before, later(140, 90, 3)));
  EXPECT_FALSE(may_follow(before, later(101, 49, 80))) << "HIGHESTMODSEQ went back";
  EXPECT_FALSE(may_follow(before, later(100, 60, 80))) << "UIDNEXT went back";
  EXPECT_FALSE(may_follow(before, later(101, 0, 80))) << "NOMODSEQ";
  auto other = later(101, 50, 80);
  other.uid_validity = 8;
  EXPECT_FALSE(may_follow(before, other));
  auto blind = before;
  blind.highest_modseq = 0;
  EXPECT_FALSE(may_follow(blind, later(101, 50, 80)));
}

TEST(Delta, is_believed_when_the_counts_agree) {
  EXPECT_EQ(judge(delta({}, {}), before, later(101, 60, 80), AskedVanished::yes), Belief::whole);
  EXPECT_EQ(judge(delta({5, 101}, {}), before, later(102, 60, 81), AskedVanished::yes),
            Belief::whole);
  EXPECT_EQ(judge(delta({101}, {{3, 4}}), before, later(102, 60, 79), AskedVanished::yes),
            Belief::whole);
  EXPECT_EQ(judge(delta({}, {{110, 120}}), before, later(121, 60, 80), AskedVanished::yes),
            Belief::whole)
      << "came and went since";
}

TEST(Delta, is_not_believed_when_more_or_fewer_vanished_than_are_missing) {
  EXPECT_EQ(judge(delta({}, {{1, 95}}), before, later(101, 60, 80), AskedVanished::yes),
            Belief::none)
      << "all vanished, and all are there";
  EXPECT_EQ(judge(delta({}, {}), before, later(101, 60, 70), AskedVanished::yes), Belief::none)
      << "ten are missing, and none vanished";
  EXPECT_EQ(judge(delta({7}, {{7, 7}}), before, later(101, 60, 79), AskedVanished::yes),
            Belief::none)
      << "vanished and changed at once";
  EXPECT_EQ(judge(delta({}, {}), before, later(101, 60, 90), AskedVanished::yes), Belief::none)
      << "more than before, and none came";
}

TEST(Delta, without_vanished_the_counts_tell_whether_something_went) {
  EXPECT_EQ(judge(delta({5, 101}, {}), before, later(102, 60, 81), AskedVanished::no),
            Belief::whole);
  EXPECT_EQ(judge(delta({101}, {}), before, later(102, 60, 80), AskedVanished::no),
            Belief::changes);
}

TEST(Delta, beyond_its_bound_is_not_believed) {
  auto large = delta({}, {});
  large.too_large = true;
  EXPECT_EQ(judge(large, before, later(101, 60, 80), AskedVanished::yes), Belief::none);
}

}  // namespace
}  // namespace postferry::imap

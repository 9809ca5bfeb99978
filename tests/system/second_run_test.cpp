// Later runs: what was there, what is new, and what either side's owner did meanwhile.
#include "tests/system/second_run_fixture.hpp"

namespace postferry::test {
namespace {

TEST_F(SecondRun, FindsNothingToDo) {
  fill("INBOX", 0, 10);
  first_copy();
  finds_nothing_to_do();
}

TEST_F(SecondRun, RecognisesEverythingWithoutAJournal) {
  {
    ImapClient client = at_source();
    client.create("Work");
    for (int variant = 0; variant < 4; ++variant) {
      client.append("Work", letter_with_other_body(3, variant), "", received_of(3));
      client.append("Work", letter_without_identity(1, variant), "\\Seen", received_of(4));
    }
    for (int copies = 0; copies < 3; ++copies) put(client, "Work", 5);
  }
  fill("INBOX", 10, 20);
  first_copy();
  forget();
  const Ended again = copy();
  EXPECT_EQ(again.exit_code, 0) << again.told();
  EXPECT_EQ(copied_by(again), 0) << again.told();
  EXPECT_EQ(told(again, "was_there"), 21) << again.told();
  EXPECT_EQ(missing_or_more(), "");
}

TEST_F(SecondRun, FillsUpAClassOfWhichTheTargetHoldsSome) {
  {
    ImapClient source = at_source();
    ImapClient target = at_target();
    for (int variant = 0; variant < 4; ++variant) {
      source.append("INBOX", letter_with_other_body(3, variant), "", received_of(3));
      source.append("INBOX", letter_without_identity(1, variant), "", received_of(4));
    }
    for (int copies = 0; copies < 3; ++copies) put(source, "INBOX", 5);
    target.append("INBOX", letter_with_other_body(3, 2), "", received_of(3));
    target.append("INBOX", letter_without_identity(1, 0), "", received_of(4));
    target.append("INBOX", letter_without_identity(1, 3), "", received_of(4));
    put(target, "INBOX", 5);
  }
  const Ended ended = copy();
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  EXPECT_EQ(copied_by(ended), 7) << ended.told();
  EXPECT_EQ(told(ended, "was_there"), 4) << ended.told();
  EXPECT_EQ(missing_or_more(), "") << ended.told();
}

TEST_F(SecondRun, BringsWhatIsNew) {
  fill("INBOX", 0, 5);
  first_copy();
  fill("INBOX", 5, 8);
  {
    ImapClient client = at_source();
    client.create("Fresh");
  }
  fill("Fresh", 20, 22);
  const Ended second = copy();
  EXPECT_EQ(second.exit_code, 0) << second.told();
  EXPECT_EQ(copied_by(second), 5) << second.told();
  EXPECT_EQ(missing_or_more(), "");
}

TEST_F(SecondRun, LeavesNewMailOfTheTargetAlone) {
  fill("INBOX", 0, 5);
  first_copy();
  {
    ImapClient target = at_target();
    put(target, "INBOX", 60);
    put(target, "INBOX", 61);
  }
  fill("INBOX", 5, 7);
  const Ended second = copy();
  EXPECT_EQ(second.exit_code, 0) << second.told();
  EXPECT_EQ(target_account().messages.size(), 9U);
  finds_nothing_to_do();
}

// The MX has just been switched: the same mail came to both sides, each with its own Received.
TEST_F(SecondRun, RecognisesMailThatWasDeliveredToBothSides) {
  fill("INBOX", 0, 3);
  first_copy();
  {
    ImapClient source = at_source();
    ImapClient target = at_target();
    source.append("INBOX",
                  "Received: by old.example; Fri, 02 Mar 2012 10:00:01 +0100\r\n" + letter(70));
    target.append("INBOX",
                  "Received: by new.example; Fri, 02 Mar 2012 10:00:07 +0100\r\n" + letter(70));
  }
  const Ended second = copy();
  EXPECT_EQ(second.exit_code, 0) << second.told();
  EXPECT_EQ(copied_by(second), 0) << second.told();
  EXPECT_EQ(told(second, "was_there"), 1) << second.told();
  EXPECT_EQ(target_account().messages.size(), 4U);
}

TEST_F(SecondRun, MergesFlagsThreeWays) {
  fill("INBOX", 0, 6);
  first_copy();
  {
    ImapClient source = at_source();
    ImapClient target = at_target();
    source.store("INBOX", "1", "+FLAGS (\\Seen)");
    source.store("INBOX", "2", "+FLAGS (\\Flagged)");
    target.store("INBOX", "2", "+FLAGS (\\Answered)");
    target.store("INBOX", "3", "+FLAGS (\\Seen $Important)");
    source.store("INBOX", "4", "+FLAGS (\\Seen)");
    target.store("INBOX", "4", "+FLAGS (\\Seen)");
    source.store("INBOX", "5", "+FLAGS (\\Deleted)");
  }
  const Ended second = copy();
  EXPECT_EQ(second.exit_code, 0) << second.told();
  const SeenAccount target = target_account();
  using Flags = std::set<std::string>;
  EXPECT_EQ(flags_of(target, letter(0)), Flags{"\\Seen"});
  EXPECT_EQ(flags_of(target, letter(1)), (Flags{"\\Answered", "\\Flagged"}));
  EXPECT_EQ(flags_of(target, letter(2)), (Flags{"$Important", "\\Seen"}));
  EXPECT_EQ(flags_of(target, letter(3)), Flags{"\\Seen"});
  EXPECT_EQ(flags_of(target, letter(4)), Flags{}) << "\\Deleted travels at the first copy only";
  // And back: what the source takes away goes, unless the owner set it.
  {
    ImapClient source = at_source();
    ImapClient owner = at_target();
    source.store("INBOX", "1", "-FLAGS (\\Seen)");
    source.store("INBOX", "2", "-FLAGS (\\Flagged)");
    owner.store("INBOX", "4", "-FLAGS (\\Seen)");
  }
  EXPECT_EQ(copy().exit_code, 0);
  const SeenAccount back = target_account();
  EXPECT_EQ(flags_of(back, letter(0)), Flags{});
  EXPECT_EQ(flags_of(back, letter(1)), Flags{"\\Answered"});
  EXPECT_EQ(flags_of(back, letter(2)), (Flags{"$Important", "\\Seen"}));
  EXPECT_EQ(flags_of(back, letter(3)), Flags{}) << "the owner read it and marked it unread again";
  finds_nothing_to_do();
}

TEST_F(SecondRun, KeepsWhatTheOwnerMovedOrRemoved) {
  fill("INBOX", 0, 8);
  first_copy();
  {
    ImapClient target = at_target();
    target.create("Mine");
    target.move("INBOX", "1:2", "Mine");
    target.store("INBOX", "3:4", "+FLAGS (\\Deleted)");
    target.expunge("INBOX", "3:4");
  }
  const Ended second = copy();
  EXPECT_EQ(second.exit_code, 0) << second.told();
  EXPECT_EQ(copied_by(second), 0) << second.told();
  EXPECT_EQ(told(second, "moved_or_removed"), 4) << second.told();
  EXPECT_EQ(target_account().messages.size(), 6U);
  finds_nothing_to_do();
}

TEST_F(SecondRun, FollowsAMoveAtTheSource) {
  {
    ImapClient client = at_source();
    client.create("Archive");
  }
  fill("INBOX", 0, 6);
  first_copy();
  {
    ImapClient source = at_source();
    source.move("INBOX", "1:3", "Archive");
  }
  const Ended second = copy();
  EXPECT_EQ(second.exit_code, 0) << second.told();
  EXPECT_EQ(copied_by(second), 0) << second.told();
  EXPECT_EQ(missing_or_more(), "") << second.told();
  finds_nothing_to_do();
}

TEST_F(SecondRun, ReportsAMoveThatTheOwnerForestalled) {
  {
    ImapClient client = at_source();
    client.create("Archive");
  }
  fill("INBOX", 0, 3);
  first_copy();
  {
    ImapClient source = at_source();
    ImapClient target = at_target();
    source.move("INBOX", "1", "Archive");
    target.create("Elsewhere");
    target.move("INBOX", "1", "Elsewhere");
  }
  const Ended second = copy();
  EXPECT_EQ(second.exit_code, 0) << second.told();
  EXPECT_EQ(copies_of(target_account(), letter(0)), 1U) << "it must not arrive twice";
  EXPECT_EQ(copies_of(target_account(), letter(0), "Elsewhere"), 1U);
  finds_nothing_to_do();
}

TEST_F(SecondRun, NeverDeletesWhatIsGoneAtTheSource) {
  fill("INBOX", 0, 5);
  first_copy();
  {
    ImapClient source = at_source();
    source.store("INBOX", "1:3", "+FLAGS (\\Deleted)");
    source.expunge("INBOX", "1:3");
  }
  const Ended second = copy();
  EXPECT_EQ(second.exit_code, 0) << second.told();
  EXPECT_EQ(target_account().messages.size(), 5U);
  finds_nothing_to_do();
}

}  // namespace
}  // namespace postferry::test

// Later runs: what was there, what is new, what either side's owner did meanwhile, and what a run
// costs when nothing happened.
#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <thread>

#include "tests/system/copy_fixture.hpp"

namespace postferry::test {
namespace {

class SecondRun : public BetweenTwoDovecots {
 protected:
  // Forgets everything: the next run has no journal.
  void forget() const {
    std::filesystem::remove_all(state.path());
    std::filesystem::create_directories(state.path());
  }
  static std::size_t copies_of(const SeenAccount& account, const std::string& body,
                               std::string_view folder = {}) {
    const std::string digest = sha256_of(body);
    return static_cast<std::size_t>(
        std::ranges::count_if(account.messages, [&](const SeenMessage& message) {
          return message.sha256 == digest && (folder.empty() || message.folder == folder);
        }));
  }
  static std::set<std::string> flags_of(const SeenAccount& account, const std::string& body) {
    const std::string digest = sha256_of(body);
    for (const SeenMessage& message : account.messages) {
      if (message.sha256 == digest) return message.flags;
    }
    return {"not there"};
  }
  void first_copy() const {
    const Ended ended = copy();
    ASSERT_EQ(ended.exit_code, 0) << ended.told();
  }
  // A run that must not copy anything.
  void finds_nothing_to_do() const {
    const SeenAccount before = target_account();
    const Ended ended = copy();
    EXPECT_EQ(ended.exit_code, 0) << ended.told();
    EXPECT_EQ(copied_by(ended), 0) << ended.told();
    EXPECT_EQ(target_account().messages, before.messages);
  }
};

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

TEST_F(SecondRun, FollowsARenamedFolderWithoutCopyingAgain) {
  {
    ImapClient client = at_source();
    client.create("Projects");
  }
  fill("Projects", 0, 6);
  first_copy();
  {
    ImapClient source = at_source();
    source.rename("Projects", "Finished");
  }
  const Ended second = copy();
  EXPECT_EQ(second.exit_code, 0) << second.told();
  const SeenAccount target = target_account();
  for (int number = 0; number < 6; ++number) EXPECT_EQ(copies_of(target, letter(number)), 1U);
  finds_nothing_to_do();
}

TEST_F(SecondRun, GoesOnWhenAFolderIsGoneAtTheSource) {
  {
    ImapClient client = at_source();
    client.create("Gone");
  }
  fill("Gone", 0, 3);
  fill("INBOX", 10, 12);
  first_copy();
  {
    ImapClient source = at_source();
    source.remove("Gone");
  }
  const Ended second = copy();
  EXPECT_EQ(second.exit_code, 0) << second.told();
  EXPECT_EQ(target_account().messages.size(), 5U);
  finds_nothing_to_do();
}

TEST_F(SecondRun, DoesNotBringBackAFolderThatTheOwnerRemoved) {
  {
    ImapClient client = at_source();
    client.create("Gone");
  }
  fill("Gone", 0, 3);
  first_copy();
  {
    ImapClient target = at_target();
    target.remove("Gone");
  }
  const Ended second = copy();
  EXPECT_EQ(second.exit_code, 0) << second.told();
  EXPECT_EQ(copied_by(second), 0) << second.told();
  EXPECT_TRUE(target_account().messages.empty());
}

// Dovecot gives a Maildir without its uid list new uids and another UIDVALIDITY: the second of now,
// so that the one in which the folder was made must be over.
void lose_uids(const ThrowawayDovecot& server, std::string_view user) {
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  for (const auto& entry : std::filesystem::recursive_directory_iterator(server.home_of(user))) {
    const std::string name = entry.path().filename();
    if (name.starts_with("dovecot-uid") || name.starts_with("dovecot.index") ||
        name.starts_with("dovecot.list")) {
      std::error_code ignored;
      std::filesystem::remove(entry.path(), ignored);
    }
  }
}

TEST_F(SecondRun, MatchesAnewWhenTheSourceLostItsUids) {
  {
    ImapClient client = at_source();
    for (int variant = 0; variant < 3; ++variant) {
      client.append("INBOX", letter_with_other_body(3, variant), "", received_of(3));
    }
  }
  fill("INBOX", 10, 16);
  first_copy();
  {
    ImapClient target = at_target();
    target.create("Mine");
    target.move("INBOX", "4", "Mine");
  }
  ImapClient before = at_source();
  const std::uint32_t old_validity = before.uid_validity("INBOX");
  lose_uids(*source_server, "alice");
  ImapClient after = at_source();
  ASSERT_NE(after.uid_validity("INBOX"), old_validity);
  put(after, "INBOX", 20);
  const Ended second = copy();
  EXPECT_EQ(second.exit_code, 0) << second.told();
  EXPECT_EQ(copied_by(second), 1) << second.told();
  EXPECT_EQ(target_account().messages.size(), 10U);
  finds_nothing_to_do();
}

TEST_F(SecondRun, KeepsItsMapWhenTheTargetLostItsUids) {
  fill("INBOX", 10, 16);
  first_copy();
  {
    ImapClient target = at_target();
    target.store("INBOX", "1", "+FLAGS (\\Deleted)");
    target.expunge("INBOX", "1");
  }
  lose_uids(*target_server, "bert");
  fill("INBOX", 20, 22);
  {
    ImapClient source = at_source();
    source.store("INBOX", "2", "+FLAGS (\\Flagged)");
  }
  const Ended second = copy();
  EXPECT_EQ(second.exit_code, 0) << second.told();
  EXPECT_EQ(copied_by(second), 2) << second.told();
  EXPECT_EQ(target_account().messages.size(), 7U);
  EXPECT_EQ(flags_of(target_account(), letter(11)), std::set<std::string>{"\\Flagged"});
  finds_nothing_to_do();
}

TEST_F(SecondRun, BringsWhatAWiderRuleLetsThrough) {
  fill("INBOX", 0, 3);
  {
    ImapClient client = at_source();
    client.append("INBOX", letter(9, 60'000), "", received_of(9));
  }
  const Ended narrow = copy({"--max-size", "50000"});
  EXPECT_EQ(narrow.exit_code, 0) << narrow.told();
  EXPECT_EQ(copied_by(narrow), 3) << narrow.told();
  const Ended wide = copy({"--max-size", "100000"});
  EXPECT_EQ(wide.exit_code, 0) << wide.told();
  EXPECT_EQ(copied_by(wide), 1) << wide.told();
  EXPECT_EQ(missing_or_more(), "");
}

TEST_F(SecondRun, DoesNotCopyAgainUnderAnotherMap) {
  {
    ImapClient client = at_source();
    client.create("Work");
  }
  fill("Work", 0, 4);
  first_copy();
  const Ended mapped = copy({"--map", "Work=Office"});
  EXPECT_EQ(mapped.exit_code, 0) << mapped.told();
  const SeenAccount target = target_account();
  for (int number = 0; number < 4; ++number) {
    EXPECT_EQ(copies_of(target, letter(number)), 1U) << mapped.told();
  }
  const Ended again = copy({"--map", "Work=Office"});
  EXPECT_EQ(copied_by(again), 0) << again.told();
}

TEST_F(SecondRun, CostsFewRoundTripsHoweverManyFoldersThereAre) {
  {
    ImapClient client = at_source();
    for (int folder = 0; folder < 40; ++folder) {
      const std::string name = fmt::format("Folder{}", folder);
      client.create(name);
      put(client, name, folder);
    }
  }
  Proxy source(source_server->port(), {});
  Proxy target(target_server->port(), {});
  const Call made{.words = {"copy", clear_url(source.port(), "alice"),
                            clear_url(target.port(), "bert"), "--state", state.path().string(),
                            "--json"}};
  const Ended first = run_postferry(made);
  ASSERT_EQ(first.exit_code, 0) << first.told();
  source.reset_counts();
  target.reset_counts();
  const Ended second = run_postferry(made);
  EXPECT_EQ(second.exit_code, 0) << second.told();
  EXPECT_EQ(copied_by(second), 0) << second.told();
  EXPECT_LE(source.counts().round_trips, 15U);
  EXPECT_LE(target.counts().round_trips, 15U);
}

}  // namespace
}  // namespace postferry::test

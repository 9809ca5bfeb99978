// Later runs after something larger happened: folders renamed or gone, uids lost, other options;
// and what a run costs when nothing happened.
#include <chrono>
#include <fmt/format.h>
#include <thread>
#include <vector>

#include "tests/system/second_run_fixture.hpp"

namespace postferry::test {
namespace {

class SecondRunAfter : public SecondRun {};

TEST_F(SecondRunAfter, FollowsARenamedFolderWithoutCopyingAgain) {
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

TEST_F(SecondRunAfter, GoesOnWhenAFolderIsGoneAtTheSource) {
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

TEST_F(SecondRunAfter, DoesNotBringBackAFolderThatTheOwnerRemoved) {
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
void lose_uids(ThrowawayDovecot& server, std::string_view user) {
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  // Its processes keep the indexes of closed folders in memory for a while.
  server.restart();
  // A folder that shrinks while it is read may hide names.
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(server.home_of(user))) {
    const std::string name = entry.path().filename();
    if (name.starts_with("dovecot-uid") || name.starts_with("dovecot.index") ||
        name.starts_with("dovecot.list"))
      files.push_back(entry.path());
  }
  for (const auto& file : files) std::filesystem::remove(file);
}

TEST_F(SecondRunAfter, MatchesAnewWhenTheSourceLostItsUids) {
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

TEST_F(SecondRunAfter, KeepsItsMapWhenTheTargetLostItsUids) {
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

TEST_F(SecondRunAfter, BringsWhatAWiderRuleLetsThrough) {
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

TEST_F(SecondRunAfter, DoesNotCopyAgainUnderAnotherMap) {
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

TEST_F(SecondRunAfter, CostsFewRoundTripsHoweverManyFoldersThereAre) {
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
                            clear_url(target.port(), "bert"), "--state", state_.path().string(),
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

// `postferry verify` must find planted damage of each kind, and none where there is none.
#include "tests/system/copy_fixture.hpp"

namespace postferry::test {
namespace {

class Verify : public BetweenTwoDovecots {
 protected:
  void SetUp() override {
    BetweenTwoDovecots::SetUp();
    if (IsSkipped()) return;
    {
      ImapClient client = at_source();
      client.create("Work");
    }
    fill("INBOX", 0, 6);
    fill("Work", 10, 14);
    const Ended ended = copy();
    ASSERT_EQ(ended.exit_code, 0) << ended.told();
  }
  Ended verify(std::vector<std::string> options = {}) const {
    options.push_back("--json");
    return run_postferry(call("verify", std::move(options)));
  }
  // Puts another message in the place of the first of a folder.
  static void replace_first(std::string_view folder, const std::string& with) {
    ImapClient client = at_target();
    client.store(folder, "1", "+FLAGS (\\Deleted)");
    client.expunge(folder, "1");
    client.append(folder, with, "", received_of(0));
  }
  static std::string altered_first_letter() {
    std::string body = letter(0);
    body.replace(body.find("nothing in"), 10, "everything");
    return body;
  }
};

TEST_F(Verify, FindsNothingWhereNothingIs) {
  for (const std::vector<std::string>& options :
       {std::vector<std::string>{}, std::vector<std::string>{"--deep"}}) {
    const Ended ended = verify(options);
    EXPECT_EQ(ended.exit_code, 0) << ended.told();
    EXPECT_EQ(told(ended, "same"), 10) << ended.told();
    EXPECT_EQ(told(ended, "missing"), 0) << ended.told();
    EXPECT_EQ(told(ended, "extra"), 0) << ended.told();
  }
}

TEST_F(Verify, FindsWhatIsMissing) {
  {
    ImapClient client = at_target();
    client.store("Work", "2:3", "+FLAGS (\\Deleted)");
    client.expunge("Work", "2:3");
  }
  const Ended ended = verify();
  EXPECT_EQ(ended.exit_code, 13) << ended.told();
  EXPECT_EQ(told(ended, "missing"), 2) << ended.told();
  EXPECT_EQ(told(ended, "same"), 8) << ended.told();
}

TEST_F(Verify, FindsAMissingFolder) {
  {
    ImapClient client = at_target();
    client.remove("Work");
  }
  const Ended ended = verify();
  EXPECT_EQ(ended.exit_code, 13) << ended.told();
  EXPECT_EQ(told(ended, "missing"), 4) << ended.told();
}

TEST_F(Verify, FindsAlteredBytesOnlyWhenItLooksDeep) {
  replace_first("INBOX", altered_first_letter());
  const Ended shallow = verify();
  EXPECT_EQ(shallow.exit_code, 0) << shallow.told();
  const Ended deep = verify({"--deep"});
  EXPECT_EQ(deep.exit_code, 13) << deep.told();
  EXPECT_EQ(told(deep, "altered"), 1) << deep.told();
  EXPECT_EQ(told(deep, "missing"), 0) << deep.told();
}

TEST_F(Verify, FindsWhatIsTooMuchAndDoesNotMind) {
  {
    ImapClient client = at_target();
    put(client, "INBOX", 80);
    put(client, "INBOX", 1);
  }
  const Ended ended = verify();
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  EXPECT_EQ(told(ended, "extra"), 2) << ended.told();
}

TEST_F(Verify, CountsCopiesOfOneMessage) {
  fill("INBOX", 1, 2);
  const Ended ended = verify();
  EXPECT_EQ(ended.exit_code, 13) << ended.told();
  EXPECT_EQ(told(ended, "missing"), 1) << ended.told();
}

TEST_F(Verify, TellsTwinsApartWhenItLooksDeep) {
  {
    ImapClient source = at_source();
    ImapClient target = at_target();
    source.append("INBOX", letter_with_other_body(90, 1), "", received_of(9));
    source.append("INBOX", letter_with_other_body(90, 2), "", received_of(9));
    target.append("INBOX", letter_with_other_body(90, 2), "", received_of(9));
    target.append("INBOX", letter_with_other_body(90, 3), "", received_of(9));
  }
  const Ended deep = verify({"--deep"});
  EXPECT_EQ(deep.exit_code, 13) << deep.told();
  EXPECT_EQ(told(deep, "altered"), 1) << deep.told();
  EXPECT_EQ(told(deep, "same"), 11) << deep.told();
}

TEST_F(Verify, LeavesOutWhatARuleExcludes) {
  {
    ImapClient client = at_target();
    client.remove("Work");
  }
  const Ended ended = verify({"--exclude", "Work"});
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  EXPECT_EQ(told(ended, "excluded"), 4) << ended.told();
}

TEST_F(Verify, SeesFlagsAndDatesThatDiffer) {
  {
    ImapClient client = at_target();
    client.store("INBOX", "2", "+FLAGS (\\Flagged)");
    client.store("Work", "1", "+FLAGS (\\Deleted)");
    client.expunge("Work", "1");
    client.append("Work", letter(10), "", "01-Jan-2001 00:00:00 +0000");
  }
  const Ended ended = verify();
  EXPECT_EQ(told(ended, "flags_differ"), 1) << ended.told();
  EXPECT_EQ(told(ended, "dates_differ"), 1) << ended.told();
}

TEST_F(Verify, DoesNotTrustTheJournalNorTouchAnything) {
  std::filesystem::remove_all(state_.path());
  std::filesystem::create_directories(state_.path());
  const SeenAccount source = source_account();
  const SeenAccount target = target_account();
  const Ended ended = verify({"--deep"});
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  EXPECT_EQ(source_account().messages, source.messages);
  EXPECT_EQ(target_account().messages, target.messages);
}

}  // namespace
}  // namespace postferry::test

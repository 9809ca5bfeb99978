// Folders full of identical messages: as many arrive as there are, whatever breaks meanwhile and
// however many lead into one.
#include <algorithm>
#include <map>

#include "tests/system/copy_fixture.hpp"

namespace postferry::test {
namespace {

class CopyTwins : public BetweenTwoDovecots {
 protected:
  // `count` copies more of a letter: put once, then copied by the server itself.
  static void put_copies(ImapClient& client, const std::string& folder, int number, int count) {
    put(client, folder, number);
    client.command("SELECT " + folder);
    std::uint32_t last = 0;
    for (const StoredMessage& message : client.read(folder)) last = std::max(last, message.uid);
    client.command("SELECT " + folder);
    for (int there = 1; there < count;) {
      const int more = std::min(there, count - there);
      client.command("UID COPY " + std::to_string(last) + ":" +
                     std::to_string(static_cast<int>(last) + more - 1) + " " + folder);
      there += more;
    }
  }
};

class CopyTwinsWithout : public CopyTwins,
                         public testing::WithParamInterface<std::vector<std::string>> {};

TEST_P(CopyTwinsWithout, OnSeveralLanesThatBreak) {
  constexpr int copies = 1500;
  {
    ImapClient client = at_source();
    put_copies(client, "INBOX", 1, copies / 2);
    for (int number = 10; number < 30; ++number) put(client, "INBOX", number);
    put_copies(client, "INBOX", 1, copies / 2);
  }
  Proxy target(
      target_server->port(),
      {.hidden_capabilities = GetParam(),
       .cut = Cut{.direction = Direction::to_server, .after_bytes = 60'000, .connections = 6}});
  const Call made{.words = {"copy", source_url(), clear_url(target.port(), "bert"), "--state",
                            state_.path().string(), "--connections", "4", "--json"}};
  Ended ended = run_postferry(made);
  EXPECT_GE(target.counts().cuts, 4U) << "too little was cut";
  for (int again = 0; again < 3 && ended.exit_code != 0; ++again) ended = run_postferry(made);
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  EXPECT_EQ(target_account().messages.size(), static_cast<std::size_t>(copies + 20));
  EXPECT_EQ(missing_or_more(), "") << ended.told();
  const Ended further = run_postferry(made);
  EXPECT_EQ(further.exit_code, 0) << further.told();
  EXPECT_EQ(copied_by(further), 0) << further.told();
  EXPECT_EQ(target_account().messages.size(), static_cast<std::size_t>(copies + 20));
}

INSTANTIATE_TEST_SUITE_P(Target, CopyTwinsWithout,
                         testing::Values(std::vector<std::string>{"MULTIAPPEND"},
                                         std::vector<std::string>{"MULTIAPPEND", "UIDPLUS"}),
                         [](const auto& tested) {
                           return tested.param.size() == 1 ? "Multiappend" : "BothAndUidplus";
                         });

// What is there in the end: as many of each as both sources hold, or more where there were more.
std::multiset<SeenMessage> merged(const SeenAccount& source, const SeenAccount& target_before,
                                  const std::set<std::string>& folders, const std::string& into) {
  std::map<SeenMessage, std::size_t> counts;
  for (SeenMessage message : source.messages) {
    if (!folders.contains(message.folder)) continue;
    message.folder = into;
    ++counts[message];
  }
  for (const SeenMessage& message : target_before.messages) {
    auto& count = counts[message];
    count = std::max(count, target_before.messages.count(message));
  }
  std::multiset<SeenMessage> all;
  for (const auto& [message, count] : counts) {
    for (std::size_t copy = 0; copy < count; ++copy) all.insert(message);
  }
  return all;
}

TEST_F(CopyTwins, OfTwoFoldersThatBecomeOne) {
  {
    ImapClient source = at_source();
    for (const char* folder : {"Old", "Older"}) {
      source.create(folder);
      put_copies(source, folder, 3, 40);
      put_copies(source, folder, 4, 2);
      put(source, folder, 5);
      source.append(folder, letter_with_other_body(6, 1), "", received_of(6));
      source.append(folder, letter_with_other_body(6, folder[3] == 'e' ? 2 : 3), "",
                    received_of(6));
      for (int variant = 0; variant < 3; ++variant) {
        source.append(folder, letter_without_identity(1, variant), "", received_of(9));
      }
    }
    put(source, "Older", 7);
    ImapClient target = at_target();
    target.create("All");
    put_copies(target, "All", 3, 25);  // some
    put_copies(target, "All", 4, 5);   // more than there are at the source
    put(target, "All", 5);             // one of two
    put(target, "All", 90);            // the target's own
    target.append("All", letter_with_other_body(6, 2), "", received_of(6));
    target.append("All", letter_without_identity(1, 1), "", received_of(9));
  }
  const std::multiset<SeenMessage> expected =
      merged(source_account(), target_account(), {"Old", "Older"}, "All");
  const std::vector<std::string> mapped = {"--map", "Old=All", "--map", "Older=All", "--json"};
  const Ended ended = run_postferry(call("copy", mapped));
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  EXPECT_EQ(target_account().messages, expected) << ended.told();
  EXPECT_EQ(told(ended, "was_there"), 25 + 4 + 1 + 1 + 1) << ended.told();

  const Ended further = run_postferry(call("copy", mapped));
  EXPECT_EQ(further.exit_code, 0) << further.told();
  EXPECT_EQ(copied_by(further), 0) << further.told();
  EXPECT_EQ(target_account().messages, expected) << further.told();

  for (const bool deep : {false, true}) {
    std::vector<std::string> options = mapped;
    if (deep) options.push_back("--deep");
    const Ended verified = run_postferry(call("verify", options));
    EXPECT_EQ(verified.exit_code, 0) << verified.told();
    EXPECT_EQ(told(verified, "missing"), 0) << verified.told();
    EXPECT_EQ(told(verified, "same"), 97) << verified.told();
    EXPECT_EQ(told(verified, "extra"), 2) << verified.told();
  }
}

}  // namespace
}  // namespace postferry::test

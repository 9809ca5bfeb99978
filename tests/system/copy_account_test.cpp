// A first copy between two real servers: what arrives, what is left alone, and which rules hold.
#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <sstream>

#include "tests/support/temporary_folder.hpp"
#include "tests/system/copy_fixture.hpp"

namespace postferry::test {
namespace {

class CopyAccount : public BetweenTwoDovecots {};

TEST_F(CopyAccount, BringsTheWholeTreeWithFlagsDatesAndSubscriptions) {
  {
    ImapClient client = at_source();
    for (const char* folder : {"Work", "Work.Plans.2012", "Empty", "B&APw-cher", "&ZeVnLIqe-"}) {
      client.create(folder);
    }
    client.subscribe("Work.Plans.2012");
    client.subscribe("Empty");
    client.append("&ZeVnLIqe-", letter(50), "\\Seen \\Answered $Forwarded", received_of(50));
    client.append("INBOX", letter(51), "\\Deleted", " 1-Jan-1985 00:00:00 -1130");
  }
  fill("INBOX", 0, 10);
  fill("Work.Plans.2012", 10, 20, "\\Seen \\Flagged Red");
  fill("B&APw-cher", 20, 22, "\\Draft");
  const SeenAccount before = source_account();

  const Ended ended = copy();
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  EXPECT_EQ(missing_or_more(), "") << ended.told();
  EXPECT_EQ(copied_by(ended), 24);
  ImapClient source = at_source();
  ImapClient target = at_target();
  EXPECT_EQ(source.subscribed(), target.subscribed());
  EXPECT_EQ(source_account().messages, before.messages);
}

TEST_F(CopyAccount, LeavesUnreadAndRecentMailAsItIs) {
  fill("INBOX", 0, 5);
  const std::string ask = "STATUS INBOX (MESSAGES UNSEEN RECENT)";
  ImapClient client = at_source();
  const auto before = client.command(ask).untagged;
  const Ended ended = copy();
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  EXPECT_EQ(client.command(ask).untagged, before);
}

TEST_F(CopyAccount, EndsWithTheSentenceThatDecides) {
  fill("INBOX", 0, 7);
  const Ended ended = run_postferry(call("copy"));
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  EXPECT_TRUE(ended.last_line().starts_with("All 7 messages of alice@")) << ended.told();
  EXPECT_NE(ended.last_line().find("7 brought"), std::string::npos) << ended.told();
}

TEST_F(CopyAccount, SaysOnlyTheSentenceWhenQuiet) {
  fill("INBOX", 0, 2);
  const Ended ended = run_postferry(call("copy", {"--quiet"}));
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  EXPECT_EQ(std::ranges::count(ended.output, '\n'), 1) << ended.told();
}

TEST_F(CopyAccount, BringsAsManyCopiesAsThereAre) {
  {
    ImapClient client = at_source();
    for (int copies = 0; copies < 3; ++copies) put(client, "INBOX", 1);
    for (int variant = 0; variant < 3; ++variant) {
      client.append("INBOX", letter_with_other_body(2, variant), "", received_of(2));
      client.append("INBOX", letter_without_identity(0, variant), "", received_of(2));
    }
    client.append("INBOX", letter_without_identity(0, 0), "", received_of(2));
  }
  const Ended ended = copy();
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  EXPECT_EQ(missing_or_more(), "");
}

TEST_F(CopyAccount, BringsOddContentsUnchanged) {
  {
    ImapClient client = at_source();
    client.append("INBOX", "no header at all", "", received_of(1));
    client.append("INBOX", "\r\n\r\n", "", received_of(2));
    client.append("INBOX", "Subject: only a header\r\n", "", received_of(3));
    client.append("INBOX", "Subject: long\r\n\r\n" + std::string(300'000, 'y'), "", received_of(4));
    client.append("INBOX", "Subject: \xff\xfe\r\n\r\n\x80\x81\r\n", "", received_of(5));
    client.append("INBOX", "From me Thu Jan  1 00:00:00 1970\r\nSubject: mbox\r\n\r\nx\r\n", "",
                  received_of(6));
    client.append("INBOX", "Subject: bad date\r\nDate: 00-Jan-0000\r\n\r\nx\r\n", "",
                  received_of(7));
  }
  const Ended ended = copy();
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  EXPECT_EQ(missing_or_more(), "") << ended.told();
}

TEST_F(CopyAccount, ExcludesByRule) {
  {
    ImapClient client = at_source();
    for (const char* folder : {"Keep", "Keep.Sub", "Drop"}) client.create(folder);
    client.append("INBOX", letter(1, 90'000), "", "01-Jan-2010 12:00:00 +0000");
    client.append("INBOX", letter(2), "", "01-Jan-2015 12:00:00 +0000");
    client.append("INBOX", letter(3), "", "01-Jan-2020 12:00:00 +0000");
    put(client, "Keep.Sub", 4);
    put(client, "Drop", 5);
  }
  struct Rule {
    std::vector<std::string> options;
    std::set<int> arrive;
  };
  const std::vector<Rule> rules = {
      {{"--max-size", "50000"}, {2, 3, 4, 5}}, {{"--since", "2014-01-01"}, {2, 3}},
      {{"--before", "2014-01-01"}, {1, 4, 5}}, {{"--exclude", "Drop"}, {1, 2, 3, 4}},
      {{"--include", "Keep/*"}, {4}},          {{"--include", "INBOX"}, {1, 2, 3}},
  };
  for (const Rule& rule : rules) {
    SCOPED_TRACE(rule.options[0] + " " + rule.options[1]);
    target_server->wipe_user("bert");
    const TemporaryFolder own_state;
    std::vector<std::string> options = rule.options;
    options.insert(options.end(), {"--state", own_state.path().string(), "--json"});
    Call made{.words = {"copy", source_url(), target_url()}};
    made.words.insert(made.words.end(), options.begin(), options.end());
    const Ended ended = run_postferry(made);
    EXPECT_EQ(ended.exit_code, 0) << ended.told();
    std::multiset<std::string> expected;
    for (const int number : rule.arrive) {
      expected.insert(sha256_of(number == 1 ? letter(1, 90'000) : letter(number)));
    }
    std::multiset<std::string> arrived;
    for (const SeenMessage& message : target_account().messages) arrived.insert(message.sha256);
    EXPECT_EQ(arrived, expected) << ended.told();
  }
}

TEST_F(CopyAccount, MapsFoldersAndPutsAllIntoOne) {
  {
    ImapClient client = at_source();
    client.create("A.B.C");
    put(client, "A.B.C", 1);
    put(client, "INBOX", 2);
  }
  const Ended mapped = copy({"--map", "A/B=Other/Place"});
  EXPECT_EQ(mapped.exit_code, 0) << mapped.told();
  EXPECT_TRUE(target_account().folders.contains("Other/Place/C")) << mapped.told();
  EXPECT_FALSE(target_account().folders.contains("A/B/C"));

  target_server->wipe_user("bert");
  const TemporaryFolder own_state;
  const Ended into = run_postferry({.words = {"copy", source_url(), target_url(), "--state",
                                              own_state.path().string(), "--into", "Old mail"}});
  EXPECT_EQ(into.exit_code, 0) << into.told();
  const SeenAccount there = target_account();
  EXPECT_TRUE(there.folders.contains("Old mail/A/B/C")) << into.told();
  EXPECT_TRUE(there.folders.contains("Old mail/INBOX")) << into.told();
}

TEST_F(CopyAccount, PlansWithoutWritingAnything) {
  {
    ImapClient client = at_source();
    client.create("Work");
  }
  fill("Work", 0, 5);
  const SeenAccount source_before = source_account();
  const SeenAccount target_before = target_account();
  const Ended planned = run_postferry(call("plan"));
  EXPECT_EQ(planned.exit_code, 0) << planned.told();
  EXPECT_NE(planned.output.find("Work"), std::string::npos) << planned.told();
  EXPECT_EQ(target_account().folders, target_before.folders);
  EXPECT_EQ(target_account().messages, target_before.messages);
  EXPECT_EQ(source_account().messages, source_before.messages);
  const Ended status = run_postferry({.words = {"status", "--state", state_.path().string()}});
  EXPECT_EQ(status.exit_code, 0) << status.told();
  EXPECT_EQ(status.output.find("alice"), std::string::npos) << status.told();

  EXPECT_EQ(copy().exit_code, 0);
  const SeenAccount copied = target_account();
  fill("INBOX", 10, 12);
  const Ended again = run_postferry(call("plan"));
  EXPECT_EQ(again.exit_code, 0) << again.told();
  EXPECT_EQ(target_account().messages, copied.messages);
}

TEST_F(CopyAccount, TracesTheProtocolWithoutSecretsAndBodies) {
  fill("INBOX", 0, 3);
  const std::filesystem::path trace = state_.path() / "trace";
  Call made = call("copy", {"--trace", trace.string()});
  const Ended ended = run_postferry(made);
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  std::ifstream file(trace);
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_NE(text.str().find("APPEND"), std::string::npos);
  // "secret" itself, and "\0alice\0secret" and "\0bert\0secret" in base64.
  for (const char* secret : {"secret", "AGFsaWNlAHNlY3JldA", "AGJlcnQAc2VjcmV0"}) {
    EXPECT_EQ(text.str().find(secret), std::string::npos);
  }
  EXPECT_EQ(text.str().find("nothing in particular"), std::string::npos);
  EXPECT_EQ(ended.told().find("secret"), std::string::npos);
}

TEST_F(CopyAccount, TellsJsonLinesAndStatusAndLog) {
  fill("INBOX", 0, 3);
  const Ended ended = copy();
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  std::istringstream lines(ended.output);
  int events = 0;
  for (std::string line; std::getline(lines, line); ++events) {
    EXPECT_TRUE(line.starts_with('{') && line.ends_with('}')) << line;
    EXPECT_NE(line.find("\"event\":"), std::string::npos) << line;
  }
  EXPECT_GT(events, 3);
  const std::vector<std::string> at = {"--state", state_.path().string()};
  const Ended status = run_postferry({.words = {"status", at[0], at[1]}});
  EXPECT_EQ(status.exit_code, 0) << status.told();
  EXPECT_NE(status.output.find("alice"), std::string::npos) << status.told();
  const Ended log = run_postferry(call("log"));
  EXPECT_EQ(log.exit_code, 0) << log.told();
  EXPECT_NE(log.output.find("complete"), std::string::npos) << log.told();
}

TEST_F(CopyAccount, CopiesTwoSourcesIntoOneTarget) {
  fill("INBOX", 0, 4);
  ImapClient carol = at_source("carol");
  for (int number = 10; number < 13; ++number) put(carol, "INBOX", number);
  put(carol, "INBOX", 1);
  EXPECT_EQ(copy().exit_code, 0);
  const Ended second =
      run_postferry({.words = {"copy", clear_url(source_server->port(), "carol"), target_url(),
                               "--state", state_.path().string(), "--json"}});
  EXPECT_EQ(second.exit_code, 0) << second.told();
  // Letter 1 is in both accounts, and on the target when the second run looks.
  EXPECT_EQ(target_account().messages.size(), 7U);
  EXPECT_EQ(told(second, "was_there"), 1) << second.told();
  EXPECT_EQ(copied_by(copy()), 0);
  EXPECT_EQ(target_account().messages.size(), 7U);
}

}  // namespace
}  // namespace postferry::test

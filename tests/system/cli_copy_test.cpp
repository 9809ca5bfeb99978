// copy as a person and a script see it: progress, log, status, exit codes, and no secret anywhere.
#include <fstream>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/stat.h>

#include "tests/system/cli_terminal.hpp"
#include "tests/system/copy_fixture.hpp"

namespace postferry::test {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string contents(const std::filesystem::path& file) {
  std::ifstream reading(file, std::ios::binary);
  return std::string((std::istreambuf_iterator<char>(reading)), {});
}

class CopyAsSeen : public BetweenTwoDovecots {
 protected:
  std::map<std::string, std::string> passwords() const {
    return {{"POSTFERRY_SOURCE_PASSWORD", source_server->password()},
            {"POSTFERRY_TARGET_PASSWORD", target_server->password()}};
  }
};

TEST_F(CopyAsSeen, DrawsOneLineOnATerminal) {
  fill("INBOX", 0, 20);
  PostferryOnTerminal terminal(call("copy").words, passwords());
  EXPECT_EQ(terminal.wait(), 0) << terminal.text();
  EXPECT_THAT(terminal.text(), HasSubstr("\r\x1b[KCopying messages ..."));
  EXPECT_THAT(terminal.text(), HasSubstr("20 of 20 messages"));
  EXPECT_THAT(terminal.text(), EndsWith("20 brought.\r\n"));
}

TEST_F(CopyAsSeen, DrawsNothingOnADumbTerminal) {
  fill("INBOX", 0, 5);
  auto environment = passwords();
  environment["TERM"] = "dumb";
  PostferryOnTerminal terminal(call("copy").words, environment);
  EXPECT_EQ(terminal.wait(), 0) << terminal.text();
  EXPECT_THAT(terminal.text(),
              AllOf(Not(HasSubstr("\x1b")), HasSubstr("Copying messages ...\r\n")));
}

TEST_F(CopyAsSeen, WritesPlainLinesIntoAPipe) {
  fill("INBOX", 0, 5);
  const Ended ended = run_postferry(call("copy"));
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  EXPECT_THAT(ended.output, AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("\r")),
                                  HasSubstr("Copying messages ...\n")));
  EXPECT_THAT(ended.last_line(), StartsWith("All 5 messages of alice@127.0.0.1 are on bert@"));
  EXPECT_EQ(ended.errors, "");
}

TEST_F(CopyAsSeen, WritesJsonAndNothingElse) {
  fill("INBOX", 0, 5);
  const Ended ended = copy();
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  std::istringstream lines(ended.output);
  for (std::string line; std::getline(lines, line);)
    EXPECT_THAT(line, AllOf(StartsWith("{\"event\":\""), EndsWith("}")));
  EXPECT_THAT(ended.last_line(), AllOf(StartsWith("{\"event\":\"verdict\""),
                                       HasSubstr("\"exit\":\"complete\",\"exit_code\":0")));
}

TEST_F(CopyAsSeen, TellsAnErrorAsJsonAndAsText) {
  fill("INBOX", 0, 1);
  Call wrong = call("copy", {"--json"});
  wrong.source_password = "hunter2";
  const Ended ended = run_postferry(wrong);
  EXPECT_EQ(ended.exit_code, 3) << ended.told();
  EXPECT_THAT(ended.last_line(),
              AllOf(StartsWith("{\"event\":\"verdict\""), HasSubstr("\"code\":\"wrong_password\""),
                    HasSubstr("\"exit_code\":3")));
  EXPECT_THAT(ended.errors, AllOf(HasSubstr("[wrong_password]"), HasSubstr("  Next: ")));
}

TEST_F(CopyAsSeen, KeepsALogThatAPersonCanRead) {
  fill("INBOX", 0, 3);
  const auto trace = (state_.path() / "trace").string();
  ASSERT_EQ(run_postferry(call("copy", {"--trace", trace})).exit_code, 0);
  const Ended log = run_postferry(
      {.words = {"log", source_url(), target_url(), "--state", state_.path().string()}});
  EXPECT_EQ(log.exit_code, 0) << log.told();
  EXPECT_THAT(log.output, AllOf(HasSubstr(" copy: alice@127.0.0.1 -> bert@127.0.0.1"),
                                HasSubstr("All 3 messages"), HasSubstr("[complete]")));
  for (const auto& entry : std::filesystem::recursive_directory_iterator(state_.path())) {
    if (!entry.is_regular_file()) continue;
    EXPECT_EQ(static_cast<unsigned>(entry.status().permissions()) & 077u, 0u) << entry.path();
    EXPECT_THAT(contents(entry.path()), Not(HasSubstr(source_server->password()))) << entry.path();
  }
  EXPECT_THAT(contents(trace), HasSubstr("FETCH"));
}

TEST_F(CopyAsSeen, ShowsWhoIsAtWork) {
  fill("INBOX", 0, 200);
  PostferryOnTerminal terminal(call("copy", {"--limit-rate", "1K"}).words, passwords());
  ASSERT_TRUE(terminal.shows("of 200 messages")) << terminal.text();
  const Ended status = run_postferry({.words = {"status", "--state", state_.path().string()}});
  EXPECT_THAT(
      status.output,
      AllOf(HasSubstr("  Last run       run 1, begun "), HasSubstr(", still running\n"),
            HasSubstr("  Last complete  none yet\n"),
            HasSubstr("  Held by        process " + std::to_string(terminal.pid()) + " on ")));
  ::kill(terminal.pid(), SIGKILL);
  terminal.wait(std::chrono::seconds(10));
  const Ended after = run_postferry({.words = {"status", "--state", state_.path().string()}});
  EXPECT_THAT(after.output, AllOf(HasSubstr("cut off; the same postferry copy goes on\n"),
                                  HasSubstr("  Held by        nobody\n")));
}

TEST_F(CopyAsSeen, PrintsTheLogOfOneRun) {
  fill("INBOX", 0, 2);
  ASSERT_EQ(copy().exit_code, 0);
  ASSERT_EQ(run_postferry(call("verify")).exit_code, 0);
  fill("INBOX", 2, 3);
  ASSERT_EQ(copy().exit_code, 0);
  const auto log_of = [this](const std::string& run) {
    return run_postferry({.words = {"log", source_url(), target_url(), "--run", run, "--state",
                                    state_.path().string()}});
  };
  EXPECT_THAT(log_of("1").output, AllOf(HasSubstr("[run 1] All 2 messages"),
                                        Not(HasSubstr("[run 2]")), Not(HasSubstr("[verify]"))));
  EXPECT_THAT(log_of("last").output,
              AllOf(HasSubstr("[run 2] All 3 messages"), Not(HasSubstr("[run 1]"))));
  const Ended none = log_of("3");
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_THAT(none.errors, HasSubstr("no such run; its last is [run 2]"));
}

TEST_F(CopyAsSeen, ShowsAllPairs) {
  fill("INBOX", 0, 1);
  ASSERT_EQ(copy().exit_code, 0);
  const Ended text = run_postferry({.words = {"status", "--state", state_.path().string()}});
  EXPECT_EQ(text.exit_code, 0) << text.told();
  EXPECT_THAT(
      text.output,
      AllOf(StartsWith("alice@127.0.0.1:"), HasSubstr("\n  Last run       run 1, "),
            HasSubstr(", complete\n                 The only message of "),
            HasSubstr("\n  Last complete  run 1, "), HasSubstr("\n  Messages       1 brought\n"),
            HasSubstr("\n  Still open     0 failed, 0 doubtful\n"),
            EndsWith("\n  Held by        nobody\n")));
  const Ended json =
      run_postferry({.words = {"status", "--json", "--state", state_.path().string()}});
  EXPECT_THAT(json.output,
              AllOf(StartsWith("{\"event\":\"pair\""), HasSubstr("\"holder\":\"\""),
                    HasSubstr("\"last_complete\":{\"number\":1,"), HasSubstr("\"brought\":1,")));
}

TEST_F(CopyAsSeen, PlansWithoutWriting) {
  fill("INBOX", 0, 4);
  const Ended ended = run_postferry(call("plan"));
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  EXPECT_THAT(ended.output, AllOf(HasSubstr("FOLDER"), HasSubstr("INBOX")));
  EXPECT_THAT(ended.last_line(),
              AllOf(StartsWith("Would copy 4 messages"), EndsWith("nothing was written.")));
  EXPECT_EQ(target_account().messages.size(), 0u);
}

TEST_F(CopyAsSeen, EndsWithTheExitCodeOfItsError) {
  fill("INBOX", 0, 1);
  const auto exit_of = [](Call made, std::string_view code) {
    const Ended ended = run_postferry(made);
    EXPECT_THAT(ended.errors, HasSubstr("[" + std::string(code) + "]"));
    EXPECT_THAT(ended.errors, HasSubstr("  Next: "));
    EXPECT_THAT(ended.told(), Not(HasSubstr("hunter2")));
    EXPECT_THAT(ended.last_line(), StartsWith("NOT finished (")) << ended.told();
    return ended.exit_code;
  };
  Call wrong_source = call("copy");
  wrong_source.source_password = "hunter2";
  EXPECT_EQ(exit_of(wrong_source, "wrong_password"), 3);
  Call wrong_target = call("copy");
  wrong_target.target_password = "hunter2";
  EXPECT_EQ(exit_of(wrong_target, "wrong_password"), 4);
  Call nobody_there = call("copy");
  nobody_there.words[1] = clear_url(free_port(), "alice");
  EXPECT_EQ(exit_of(nobody_there, "cannot_connect"), 5);
  Call untrusted = call("copy");
  untrusted.words[1] = untrusted.words[1].substr(0, untrusted.words[1].find('?'));
  EXPECT_EQ(exit_of(untrusted, "certificate_untrusted"), 6);
}

TEST_F(CopyAsSeen, StopsAtOnceAtTheSecondSignal) {
  fill("INBOX", 0, 200);
  auto slow = call("copy", {"--limit-rate", "1K"}).words;
  PostferryOnTerminal terminal(slow, passwords());
  ASSERT_TRUE(terminal.shows("of 200 messages")) << terminal.text();
  ::kill(terminal.pid(), SIGINT);
  ASSERT_TRUE(terminal.shows("Ctrl-C again stops at once")) << terminal.text();
  ::kill(terminal.pid(), SIGINT);
  EXPECT_EQ(terminal.wait(std::chrono::seconds(10)), 130) << terminal.text();
  EXPECT_THAT(terminal.text(), HasSubstr("The same command goes on"));
  EXPECT_EQ(copy().exit_code, 0);
  EXPECT_EQ(missing_or_more(), "");
}

TEST_F(CopyAsSeen, StopsAComparisonInTheMidstOfAFolder) {
  fill("INBOX", 0, 200);
  ASSERT_EQ(copy().exit_code, 0);
  PostferryOnTerminal terminal(call("verify", {"--deep", "--limit-rate", "1K"}).words, passwords());
  ASSERT_TRUE(terminal.shows("Verifying every folder, 6 messages seen")) << terminal.text();
  ::kill(terminal.pid(), SIGINT);
  EXPECT_EQ(terminal.wait(std::chrono::seconds(10)), 130) << terminal.text();
  EXPECT_THAT(terminal.text(),
              AllOf(HasSubstr("nothing was written"), Not(HasSubstr("open batches"))));
}

}  // namespace
}  // namespace postferry::test

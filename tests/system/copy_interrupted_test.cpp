// What happens while a copy goes on: the user stops it, a second one starts, connections break,
// messages vanish under it, the target fills up.
#include <atomic>
#include <chrono>
#include <signal.h>
#include <thread>

#include "tests/support/temporary_folder.hpp"
#include "tests/system/copy_fixture.hpp"
#include "tests/system/moment.hpp"

namespace postferry::test {
namespace {

class CopyInterrupted : public BetweenTwoDovecots {
 protected:
  Call through(std::uint16_t source_port, std::uint16_t target_port,
               std::vector<std::string> more = {}) const {
    Call made{.words = {"copy", clear_url(source_port, "alice"), clear_url(target_port, "bert"),
                        "--state", state_.path().string()}};
    made.words.insert(made.words.end(), more.begin(), more.end());
    return made;
  }
};

TEST_F(CopyInterrupted, ByTheUserOnceAndResumed) {
  fill("INBOX", 0, 30);
  Moment append("APPEND");
  Proxy proxy(target_server->port(), {.before_client_line = append.hook()});
  RunningPostferry running(through(source_server->port(), proxy.port()));
  ASSERT_TRUE(append.came());
  running.send_signal(SIGINT);
  append.go_on();
  const Ended ended = running.wait();
  EXPECT_EQ(ended.exit_code, 130) << ended.told();
  const Ended resumed = run_postferry(through(source_server->port(), proxy.port(), {"--json"}));
  EXPECT_EQ(resumed.exit_code, 0) << resumed.told();
  EXPECT_EQ(missing_or_more(), "") << ended.told() << resumed.told();
}

TEST_F(CopyInterrupted, ByTheUserTwiceAndResumed) {
  fill("INBOX", 0, 30);
  Moment append("APPEND");
  Proxy proxy(target_server->port(), {.before_client_line = append.hook()});
  RunningPostferry running(through(source_server->port(), proxy.port()));
  ASSERT_TRUE(append.came());
  for (int signals = 0; signals < 50; ++signals) {
    running.send_signal(SIGINT);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  const Ended ended = running.wait();
  append.go_on();
  EXPECT_EQ(ended.exit_code, 130) << ended.told();
  EXPECT_FALSE(ended.out_of_patience);
  const Ended resumed = run_postferry(through(source_server->port(), proxy.port(), {"--json"}));
  EXPECT_EQ(resumed.exit_code, 0) << resumed.told();
  EXPECT_EQ(missing_or_more(), "") << ended.told() << resumed.told();
}

TEST_F(CopyInterrupted, ByNobodyWhileASecondRunIsTurnedAway) {
  fill("INBOX", 0, 5);
  Moment append("APPEND");
  Proxy proxy(target_server->port(), {.before_client_line = append.hook()});
  RunningPostferry first(through(source_server->port(), proxy.port()));
  ASSERT_TRUE(append.came());
  const Ended second = run_postferry(through(source_server->port(), proxy.port()));
  EXPECT_EQ(second.exit_code, 8) << second.told();
  append.go_on();
  const Ended ended = first.wait();
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  EXPECT_EQ(missing_or_more(), "");
  EXPECT_EQ(run_postferry(through(source_server->port(), proxy.port())).exit_code, 0);
  EXPECT_EQ(missing_or_more(), "");
}

TEST_F(CopyInterrupted, ByAConnectionThatBreaksAnywhere) {
  fill("INBOX", 0, 12);
  struct Break {
    bool at_source;
    Direction direction;
    std::uint64_t after_bytes;
  };
  for (const Break& one : {Break{true, Direction::to_client, 2500},
                           {true, Direction::to_client, 5000},
                           {true, Direction::to_server, 300},
                           {false, Direction::to_server, 1500},
                           {false, Direction::to_server, 4000},
                           {false, Direction::to_client, 1200}}) {
    SCOPED_TRACE(std::string(one.at_source ? "source" : "target") + " after " +
                 std::to_string(one.after_bytes));
    target_server->wipe_user("bert");
    const TemporaryFolder own_state;
    const ProxyRules breaks{.cut = Cut{.direction = one.direction, .after_bytes = one.after_bytes}};
    Proxy source(source_server->port(), one.at_source ? breaks : ProxyRules{});
    Proxy target(target_server->port(), one.at_source ? ProxyRules{} : breaks);
    const Call made{.words = {"copy", clear_url(source.port(), "alice"),
                              clear_url(target.port(), "bert"), "--state",
                              own_state.path().string(), "--json", "--connections", "1"}};
    Ended ended = run_postferry(made);
    EXPECT_EQ(source.counts().cuts + target.counts().cuts, 1U) << "nothing was cut";
    for (int again = 0; again < 3 && ended.exit_code != 0; ++again) ended = run_postferry(made);
    EXPECT_EQ(ended.exit_code, 0) << ended.told();
    EXPECT_EQ(missing_or_more(), "") << ended.told();
  }
}

TEST_F(CopyInterrupted, ByAProxyThatFinishesTheAppendLate) {
  fill("INBOX", 0, 8);
  Proxy target(
      target_server->port(),
      {.hidden_capabilities = {"UIDPLUS"},
       .late_append = LateAppend{.append = 1, .late_by = std::chrono::milliseconds(1500)}});
  Ended ended = run_postferry(through(source_server->port(), target.port(), {"--json"}));
  for (int again = 0; again < 3 && ended.exit_code != 0; ++again) {
    ended = run_postferry(through(source_server->port(), target.port(), {"--json"}));
  }
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  EXPECT_EQ(target.counts().delivered_late, 1U);
  EXPECT_EQ(missing_or_more(), "") << ended.told();
}

TEST_F(CopyInterrupted, ByAnExpungeAtTheSource) {
  fill("INBOX", 0, 10);
  std::atomic<bool> done{false};
  const auto expunge = [&](std::string_view line) {
    if (line.find("BODY.PEEK[]") == line.npos || done.exchange(true)) return;
    ImapClient client = at_source();
    client.store("INBOX", "4:5", "+FLAGS (\\Deleted)");
    client.expunge("INBOX", "4:5");
  };
  Proxy source(source_server->port(), {.before_client_line = expunge});
  const Ended ended = run_postferry(through(source.port(), target_server->port(), {"--json"}));
  EXPECT_TRUE(done);
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  const Ended further = run_postferry(through(source.port(), target_server->port(), {"--json"}));
  EXPECT_EQ(further.exit_code, 0) << further.told();
  EXPECT_EQ(copied_by(further), 0) << further.told();
  EXPECT_GE(target_account().messages.size(), 8U);
  // Nothing that is at the source may be missing.
  for (const SeenMessage& message : source_account().messages) {
    EXPECT_TRUE(target_account().messages.contains(message)) << message.sha256;
  }
}

TEST_F(CopyInterrupted, ByATargetThatIsFull) {
  fill("INBOX", 0, 20);
  const ThrowawayDovecot small({.special_use = SpecialUse::absent, .quota_bytes = 5000});
  const Ended ended =
      run_postferry({.words = {"copy", source_url(), clear_url(small.port(), "bert"), "--state",
                               state_.path().string(), "--json"}});
  EXPECT_EQ(ended.exit_code, 7) << ended.told();
}

}  // namespace
}  // namespace postferry::test

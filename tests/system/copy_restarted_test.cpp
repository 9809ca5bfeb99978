// The target's server dies and comes back a second later, at moments that are not an APPEND: the
// run goes on or says why it ended, and what it left is finished by the next one.
#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "tests/system/copy_fixture.hpp"
#include "tests/system/moment.hpp"

namespace postferry::test {
namespace {

class TargetRestarts : public BetweenTwoDovecots {
 protected:
  void SetUp() override {
    BetweenTwoDovecots::SetUp();
    if (IsSkipped()) return;
    source_ = std::make_unique<Proxy>(source_server->port(), ProxyRules{});
    target_ = std::make_unique<Proxy>(target_server->port(), ProxyRules{});
    {
      ImapClient client = at_source();
      client.create("Work");
    }
    fill("INBOX", 0, 20);
    fill("Work", 20, 40, "\\Seen");
  }

  // All runs go through the same doors: another port would be another account.
  Call through(std::string_view command) const {
    return {.words = {std::string(command), clear_url(source_->port(), "alice"),
                      clear_url(target_->port(), "bert"), "--state", state_.path().string(),
                      "--json"}};
  }
  Ended run(std::string_view command) const { return run_postferry(through(command)); }
  static Ended run_with_restart(const Call& call, Moment& moment) {
    RunningPostferry running(call);
    EXPECT_TRUE(moment.came());
    target_server->kill();
    moment.go_on();
    std::this_thread::sleep_for(std::chrono::seconds(1));
    target_server->restart();
    return running.wait();
  }
  // Either it waited for the server, or it says that it lost it.
  static void ended_clearly(const Ended& ended) {
    EXPECT_TRUE(ended.exit_code == 0 || ended.exit_code == 5) << ended.told();
    if (ended.exit_code == 5) {
      EXPECT_TRUE(ended.told().find("connection_lost") != std::string::npos ||
                  ended.told().find("cannot_connect") != std::string::npos)
          << ended.told();
    }
  }
  // After this, counting does not prove that all is there.
  static void a_letter_comes_and_goes() {
    ImapClient owner = at_target();
    const auto uid =
        std::to_string(owner.append("INBOX", "Subject: an advertisement\r\n\r\nBuy!\r\n"));
    owner.expunge("INBOX", uid);
  }
  void is_finished_by_the_next() const {
    const Ended next = run("copy");
    EXPECT_EQ(next.exit_code, 0) << next.told();
    EXPECT_EQ(missing_or_more(), "") << next.told();
    const Ended further = run("copy");
    EXPECT_EQ(further.exit_code, 0) << further.told();
    EXPECT_EQ(copied_by(further), 0) << further.told();
    EXPECT_EQ(told(further, "flags_changed_now"), 0) << further.told();
    EXPECT_EQ(missing_or_more(), "") << further.told();
  }

  std::unique_ptr<Proxy> source_;
  std::unique_ptr<Proxy> target_;
};

TEST_F(TargetRestarts, WhileTheSourceIsListed) {
  Moment listing("RFC822.SIZE");
  source_->set_rules({.before_client_line = listing.hook()});
  ended_clearly(run_with_restart(through("copy"), listing));
  is_finished_by_the_next();
}

TEST_F(TargetRestarts, WhileTheSourceIsListedAgain) {
  ASSERT_EQ(run("copy").exit_code, 0);
  fill("INBOX", 50, 55);
  {
    ImapClient client = at_source();
    client.move("INBOX", "2:3", "Work");
  }
  Moment listing("UID FETCH");
  source_->set_rules({.before_client_line = listing.hook()});
  ended_clearly(run_with_restart(through("copy"), listing));
  is_finished_by_the_next();
}

TEST_F(TargetRestarts, WhileFlagsAreCarried) {
  ASSERT_EQ(run("copy").exit_code, 0);
  {
    ImapClient client = at_source();
    client.store("INBOX", "1:8", "+FLAGS (\\Flagged)");
    client.store("INBOX", "5:12", "+FLAGS ($Important)");
    client.store("Work", "1:4", "-FLAGS (\\Seen)");
  }
  Moment storing("UID STORE");
  target_->set_rules({.before_client_line = storing.hook()});
  ended_clearly(run_with_restart(through("copy"), storing));
  is_finished_by_the_next();
}

TEST_F(TargetRestarts, WhileTheVerdictLists) {
  Moment listing("UID SEARCH", "APPEND");
  std::atomic<bool> visited = false;
  target_->set_rules({.before_client_line = [&, hold = listing.hook()](std::string_view line) {
    if (line.contains("APPEND") && !visited.exchange(true)) a_letter_comes_and_goes();
    hold(line);
  }});
  ended_clearly(run_with_restart(through("copy"), listing));
  is_finished_by_the_next();
}

TEST_F(TargetRestarts, WhileVerifyLists) {
  ASSERT_EQ(run("copy").exit_code, 0);
  Moment listing("UID FETCH");
  target_->set_rules({.before_client_line = listing.hook()});
  ended_clearly(run_with_restart(through("verify"), listing));
  const Ended again = run("verify");
  EXPECT_EQ(again.exit_code, 0) << again.told();
  EXPECT_EQ(told(again, "same"), 40) << again.told();
  is_finished_by_the_next();
}

}  // namespace
}  // namespace postferry::test

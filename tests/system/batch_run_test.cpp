// Lists of accounts, with real servers: all that can be copied is, what cannot is told by line, and
// the same command goes on.
#include <chrono>
#include <signal.h>
#include <thread>

#include "tests/system/batch_fixture.hpp"
#include "tests/system/crowded_door.hpp"
#include "text/json.hpp"

namespace postferry::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class BatchRuns : public BatchBetweenTwoDovecots {};

TEST_F(BatchRuns, twenty_accounts_with_wrong_passwords_and_a_dead_host) {
  fill(20, 5);
  auto all = rows(20);
  all[3].source_password = "wrong \"one\", really";
  all[7].target_password = "wrong;two";
  all[11].source_password = "wrong-three";
  all[15].source = clear_url(1, "user15");
  const auto list = write(all);
  const auto ended = run_postferry(batch("run", list));
  EXPECT_EQ(ended.exit_code, 1) << ended.told();
  EXPECT_THAT(ended.last_line(), HasSubstr("16 of 20 accounts are complete, 4 NOT complete"));
  const auto table = results();
  ASSERT_EQ(table.size(), 20u);
  EXPECT_EQ(table.at(2).at("outcome"), "complete");
  EXPECT_EQ(table.at(2).at("copied_now"), "5");
  EXPECT_EQ(table.at(5).at("outcome"), "source_login");
  EXPECT_EQ(table.at(5).at("error"), "wrong_password");
  EXPECT_EQ(table.at(9).at("outcome"), "target_login");
  EXPECT_EQ(table.at(13).at("outcome"), "source_login");
  EXPECT_EQ(table.at(17).at("outcome"), "cannot_connect");
  for (const int user : {0, 1, 10, 19}) EXPECT_EQ(missing_or_more(user), "") << user;
  for (const auto* secret : {"really", "wrong;two", "wrong-three"}) {
    EXPECT_THAT(files_with(secret), IsEmpty());
    EXPECT_THAT(ended.told(), Not(HasSubstr(secret)));
  }
  const auto log =
      run_postferry({.words = {"log", all[0].source, all[0].target, "--state", state().string()}});
  EXPECT_THAT(log.output, HasSubstr("[run 1] All 5 messages"));

  // Mended, the same command brings what is missing, and nothing twice.
  const auto again = run_postferry(batch("run", write(rows(20))));
  EXPECT_EQ(again.exit_code, 0) << again.told();
  EXPECT_THAT(again.last_line(), HasSubstr("All 20 accounts are complete"));
  for (int user = 0; user < 20; ++user) EXPECT_EQ(missing_or_more(user), "") << user;
  EXPECT_EQ(results().at(2).at("copied_now"), "0");
  EXPECT_EQ(results().at(5).at("copied_now"), "5");

  const auto status = run_postferry(batch("status", list));
  EXPECT_EQ(status.exit_code, 0) << status.told();
  EXPECT_THAT(status.last_line(), HasSubstr("100 messages brought"));
  const auto left = run_postferry(batch("run", list, {"--unfinished"}));
  EXPECT_THAT(left.told(), HasSubstr("20 accounts are complete, 20 of them from before"));
}

TEST_F(BatchRuns, bad_rows_are_refused_by_line_and_the_others_go_on) {
  fill(2, 3);
  auto all = rows(2);
  all.insert(all.begin() + 1, Row{.source = "imaps://old.example", .target = "x"});
  all.push_back(all[0]);
  const auto ended = run_postferry(batch("run", write(all)));
  EXPECT_EQ(ended.exit_code, 1) << ended.told();
  EXPECT_THAT(ended.errors, HasSubstr("accounts.csv:3: source: The URL names no user"));
  EXPECT_THAT(ended.errors, HasSubstr("accounts.csv:5: Line 2 fills the same target"));
  EXPECT_THAT(ended.last_line(), HasSubstr("2 of 2 accounts are complete; 2 rows of the list"));
  EXPECT_EQ(results().at(3).at("outcome"), "refused_row");
  for (int user = 0; user < 2; ++user) EXPECT_EQ(missing_or_more(user), "") << user;
}

TEST_F(BatchRuns, every_event_in_json_names_its_account) {
  fill(3, 2);
  const auto ended = run_postferry(batch("run", write(rows(3)), {"--json"}));
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  std::istringstream lines(ended.output);
  std::map<std::int64_t, int> events;
  std::string last;
  for (std::string line; std::getline(lines, line);) {
    const auto event = text::json::parse(line);
    ASSERT_TRUE(event) << line;
    last = event->at("event").as_string();
    if (last != "batch_ended") ++events[event->at("pair").at("line").as_int64()];
  }
  EXPECT_EQ(last, "batch_ended");
  EXPECT_EQ(events.size(), 3u);
}

TEST_F(BatchRuns, a_trace_holds_the_conversation_of_one_account_and_no_secret) {
  fill(2, 3);
  auto all = rows(3);
  all[2].source_password = "wrong-three";
  const auto folder = folder_.path() / "traces";
  const auto ended = run_postferry(batch("run", write(all), {"--trace", folder.string()}));
  EXPECT_THAT(ended.last_line(), HasSubstr("2 of 3 accounts are complete"));
  std::map<std::string, std::string> traces;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    EXPECT_EQ(entry.path().extension(), ".trace");
    EXPECT_EQ(entry.status().permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    std::ifstream file(entry.path());
    const std::string text(std::istreambuf_iterator<char>(file), {});
    EXPECT_THAT(text, HasSubstr("***"));
    for (const auto* hidden :
         {"secret", "c2VjcmV0", "NlY3JldA", "zZWNyZXQ", "wrong-three", "d3Jvbmct", "Letter"})
      EXPECT_THAT(text, Not(HasSubstr(hidden))) << entry.path();
    traces[entry.path().filename().string().substr(0, 5)] = text;
  }
  ASSERT_EQ(traces.size(), 3u);
  EXPECT_THAT(traces.at("user0"), HasSubstr(" APPEND "));
  EXPECT_THAT(traces.at("user2"), Not(HasSubstr(" APPEND ")));

  // Each run has its own.
  EXPECT_EQ(run_postferry(batch("run", write(rows(3)), {"--trace", folder.string()})).exit_code, 0);
  const auto files = std::filesystem::directory_iterator(folder);
  EXPECT_EQ(std::distance(begin(files), end(files)), 6);
  const auto refused = run_postferry(batch("run", write(all), {"--trace", "/dev/null/x"}));
  EXPECT_EQ(refused.exit_code, 2) << refused.told();
  EXPECT_THAT(refused.told(), HasSubstr("--trace"));
}

TEST_F(BatchRuns, a_master_user_with_a_wrong_secret_is_tried_twice) {
  std::atomic<int> logins = 0;
  Proxy proxy(source_server->port(), {.before_client_line = [&logins](std::string_view line) {
                if (line.contains("AUTHENTICATE") || line.contains("LOGIN")) ++logins;
              }});
  source_password_ = "not the master's";
  target_password_ = "secret";
  fill(1, 1);
  std::string text = "source\n";
  for (int user = 0; user < 20; ++user) text += name_of(user) + "\n";
  const auto server = [](std::uint16_t port, std::string_view more) {
    return "imap://127.0.0.1:" + std::to_string(port) + "?tls=none" + std::string(more);
  };
  const auto ended = run_postferry(batch("run", write(text),
                                         {"--source-server", server(proxy.port(), "&master=master"),
                                          "--target-server", server(target_port(), "")}));
  EXPECT_EQ(ended.exit_code, 1) << ended.told();
  EXPECT_EQ(logins, 2);
  EXPECT_THAT(ended.output, HasSubstr("is left alone. It refused one password to 2 users"));
  EXPECT_THAT(ended.last_line(), HasSubstr("2 NOT complete, 18 NOT tried"));

  // With the right one, all go.
  source_password_ = "secret";
  const auto again = run_postferry(batch("run", write(text),
                                         {"--source-server", server(proxy.port(), "&master=master"),
                                          "--target-server", server(target_port(), "")}));
  EXPECT_EQ(again.exit_code, 0) << again.told();
  EXPECT_EQ(missing_or_more(0), "");
}

TEST_F(BatchRuns, a_host_that_lets_in_three_at_a_time_gets_all_in_the_end) {
  fill(8, 20);
  CrowdedDoor door(target_server->port(), {.most_inside = 3});
  target_port_ = door.port();
  const auto ended = run_postferry(batch("run", write(rows(8)), {"--parallel", "8"}));
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  EXPECT_GT(door.refused(), 0);
  EXPECT_EQ(door.most_inside(), 3);
  for (int user = 0; user < 8; ++user) EXPECT_EQ(missing_or_more(user), "") << user;
}

TEST_F(BatchRuns, two_hosts_that_let_in_one_each_get_all_in_the_end) {
  fill(5, 5);
  CrowdedDoor source_door(source_server->port(), {.most_inside = 1});
  CrowdedDoor target_door(target_server->port(), {.most_inside = 1});
  source_port_ = source_door.port();
  target_port_ = target_door.port();
  const auto ended = run_postferry(batch("run", write(rows(5)), {"--parallel", "5"}));
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  for (int user = 0; user < 5; ++user) EXPECT_EQ(missing_or_more(user), "") << user;
}

class InterruptedBatches : public BatchBetweenTwoDovecots {
 protected:
  void expect_going_on_after(int signal, int exit_code) {
    fill(10, 30);
    Proxy proxy(source_server->port(), {.delay = 30ms});
    source_port_ = proxy.port();
    const auto list = write(rows(10));
    RunningPostferry running(batch("run", list, {"--parallel", "4"}));
    while (proxy.counts().bytes_to_client < 30000) std::this_thread::sleep_for(5ms);
    running.send_signal(signal);
    const auto ended = running.wait();
    EXPECT_EQ(ended.exit_code, exit_code) << ended.told();
    if (signal != SIGKILL) {
      EXPECT_THAT(ended.last_line(), HasSubstr("the same command goes on"));
      EXPECT_EQ(results().size(), 10u);
    }
    const auto again = run_postferry(batch("run", list));
    EXPECT_EQ(again.exit_code, 0) << again.told();
    for (int user = 0; user < 10; ++user) EXPECT_EQ(missing_or_more(user), "") << user;
  }
};

TEST_F(InterruptedBatches, go_on_after_ctrl_c) { expect_going_on_after(SIGINT, 130); }
TEST_F(InterruptedBatches, go_on_after_sigterm) { expect_going_on_after(SIGTERM, 130); }
TEST_F(InterruptedBatches, go_on_after_a_kill) { expect_going_on_after(SIGKILL, -1); }

TEST_F(BatchRuns, check_with_login_tells_who_is_refused) {
  auto all = rows(4);
  all[1].target_password = "wrong";
  const auto ended = run_postferry(batch("check", write(all), {"--login"}));
  EXPECT_EQ(ended.exit_code, 1) << ended.told();
  EXPECT_THAT(ended.output, HasSubstr("Line 3: target user1@127.0.0.1: The server refused"));
  EXPECT_THAT(ended.output, HasSubstr("Line 2: source user0@127.0.0.1: the login works."));
  EXPECT_THAT(ended.last_line(), HasSubstr("7 of 8 logins work, 1 refused"));
  EXPECT_EQ(run_postferry(batch("check", write(rows(4)), {"--login"})).exit_code, 0);
}

}  // namespace
}  // namespace postferry::test

// Lists at servers that have had enough: real limits on connections, rates that were asked for, and
// hosts that shut an address out.
#include <atomic>
#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "tests/system/batch_fixture.hpp"
#include "tests/system/crowded_door.hpp"

namespace postferry::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

int occurrences(std::string_view text, std::string_view of) {
  int found = 0;
  for (auto at = text.find(of); at != text.npos; at = text.find(of, at + 1)) ++found;
  return found;
}

class BatchesUnderLimits : public BatchBetweenTwoDovecots {
 protected:
  // One connection of a user: while it is open, Dovecot refuses the second for certain.
  static void SetUpTestSuite() {
    if (!ThrowawayDovecot::available() || !postferry_is_built()) return;
    source_server =
        new ThrowawayDovecot({.special_use = SpecialUse::absent, .connections_per_user = 1});
    target_server =
        new ThrowawayDovecot({.special_use = SpecialUse::absent, .connections_per_user = 1});
  }

  // So many messages into each of six folders: work for four connections.
  static void fill_folders(int users, int messages) {
    for (int user = 0; user < users; ++user) {
      ImapClient client(source_server->port(), name_of(user), source_server->password());
      for (int folder = 0; folder < 6; ++folder) {
        const auto name = "Folder" + std::to_string(folder);
        client.create(name);
        for (int number = 0; number < messages; ++number)
          client.append(name, letter(user * 1000 + folder * 100 + number), {}, received_of(number));
      }
    }
  }
  void expect_all_there(const Ended& ended, int users) const {
    EXPECT_EQ(ended.exit_code, 0) << ended.told();
    EXPECT_THAT(ended.last_line(), HasSubstr("accounts are complete"));
    EXPECT_THAT(ended.told(), Not(HasSubstr("left alone")));
    for (const auto& [line, row] : results()) EXPECT_EQ(row.at("failed"), "0") << line;
    for (int user = 0; user < users; ++user) EXPECT_EQ(missing_or_more(user), "") << user;
  }
  static int refusals(const ThrowawayDovecot& server) {
    return occurrences(server.log(), "Maximum number of connections from user+IP exceeded");
  }
};

TEST_F(BatchesUnderLimits, a_limit_on_a_users_connections_is_learned_from_one_account) {
  constexpr int users = 5;
  fill_folders(users, 10);
  const auto ended =
      run_postferry(batch("run", write(rows(users)), {"--connections", "4", "--parallel", "1"}));
  expect_all_there(ended, users);
  EXPECT_GT(refusals(*source_server) + refusals(*target_server), 0);
  // The first account's three further ones at most.
  EXPECT_LE(refusals(*source_server), 3);
  EXPECT_LE(refusals(*target_server), 3);
}

TEST_F(BatchesUnderLimits, a_limit_on_a_users_connections_ends_no_run_and_puts_none_off) {
  constexpr int users = 8;
  fill_folders(users, 15);
  const auto ended = run_postferry(batch("run", write(rows(users)), {"--connections", "4"}));
  expect_all_there(ended, users);
  EXPECT_EQ(occurrences(ended.told(), "put off"), 0) << ended.told();
}

class BatchesAtTightServers : public BatchBetweenTwoDovecots {
 protected:
  // Two sessions at a time, whoever has them; what comes more waits before its login is answered.
  static void SetUpTestSuite() {
    if (!ThrowawayDovecot::available() || !postferry_is_built()) return;
    const DovecotOptions tight{
        .special_use = SpecialUse::absent,
        .extra = "service imap {\n  process_limit = 2\n  service_count = 1\n}\n"};
    source_server = new ThrowawayDovecot(tight);
    target_server = new ThrowawayDovecot(tight);
  }
};

TEST_F(BatchesAtTightServers, all_get_in_one_after_another) {
  constexpr int users = 8;
  fill(users, 10);
  const auto ended =
      run_postferry(batch("run", write(rows(users)), {"--connections", "4", "--parallel", "8"}));
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  EXPECT_THAT(ended.last_line(), HasSubstr("All 8 accounts are complete"));
  for (const auto* server : {source_server, target_server})
    EXPECT_THAT(server->log(), HasSubstr("process_limit (2) reached"));
  for (int user = 0; user < users; ++user) EXPECT_EQ(missing_or_more(user), "") << user;
}

class BatchesKeptOut : public BatchBetweenTwoDovecots {
 protected:
  static std::string server(std::uint16_t port, std::string_view more = {}) {
    return "imap://127.0.0.1:" + std::to_string(port) + "?tls=none" + std::string(more);
  }
  std::map<std::string, int> outcomes() const {
    std::map<std::string, int> all;
    for (const auto& [line, row] : results()) ++all[row.at("outcome")];
    return all;
  }
  // Messages of ten thousand bytes.
  static std::uint64_t fill_much(int users, int messages) {
    std::uint64_t bytes = 0;
    for (int user = 0; user < users; ++user) {
      ImapClient client(source_server->port(), name_of(user), source_server->password());
      for (int number = 0; number < messages; ++number) {
        const auto content = letter(user * 1000 + number, 10000);
        bytes += content.size();
        client.append("INBOX", content, {}, received_of(number));
      }
    }
    return bytes;
  }
  // Fails when it was quicker than the rate allows; a token bucket gives the first second free.
  void expect_rate(const std::vector<Row>& all, std::uint64_t bytes, const std::string& option) {
    constexpr double rate_bytes = 100 * 1024;
    const auto list = write(all);
    const auto begun = std::chrono::steady_clock::now();
    const auto ended = run_postferry(batch("run", list, {option, "100K"}));
    const std::chrono::duration<double> lasted = std::chrono::steady_clock::now() - begun;
    EXPECT_EQ(ended.exit_code, 0) << ended.told();
    const auto least = static_cast<double>(bytes) / rate_bytes - 1;
    ASSERT_GT(least, 2);
    EXPECT_GE(lasted.count(), least) << ended.told();
    for (int user = 0; user < static_cast<int>(all.size()); ++user)
      EXPECT_EQ(missing_or_more(user), "") << user;
  }
};

TEST_F(BatchesKeptOut, after_two_failed_logins_knock_no_more_and_other_hosts_go_on) {
  fill(16, 5);
  CrowdedDoor door(source_server->port(), {.most_failed_logins = 2});
  auto all = rows(16);
  for (int user = 0; user < 12; ++user) all[user].source = clear_url(door.port(), name_of(user));
  all[0].source_password = "wrong";
  all[1].source_password = "wrong too";
  const auto ended = run_postferry(batch("run", write(all)));
  EXPECT_EQ(ended.exit_code, 1) << ended.told();
  EXPECT_EQ(door.failed_logins(), 2);
  // Two, and those that were under way with them.
  EXPECT_LE(door.shut_out(), 4);
  EXPECT_THAT(ended.told(), HasSubstr("127.0.0.1:" + std::to_string(door.port()) +
                                      " is left alone. It answered before, and after 2 refused "
                                      "logins it does not any more"));
  EXPECT_THAT(ended.told(), HasSubstr("as fail2ban does"));
  EXPECT_EQ(outcomes()["source_login"], 2);
  EXPECT_GE(outcomes()["not_tried"], 6);
  for (int user = 12; user < 16; ++user) {
    EXPECT_EQ(results().at(user + 2).at("outcome"), "complete");
    EXPECT_EQ(missing_or_more(user), "") << user;
  }

  // Let in again and with the right passwords, all is brought.
  const auto again = run_postferry(batch("run", write(rows(16))));
  EXPECT_EQ(again.exit_code, 0) << again.told();
  for (int user = 0; user < 16; ++user) EXPECT_EQ(missing_or_more(user), "") << user;
}

TEST_F(BatchesKeptOut, by_one_wrong_master_secret_try_it_twice_on_either_side) {
  std::atomic<int> logins = 0;
  Proxy proxy(target_server->port(), {.before_client_line = [&logins](std::string_view line) {
                if (line.contains("AUTHENTICATE") || line.contains("LOGIN")) ++logins;
              }});
  source_password_ = "secret";
  target_password_ = "not the master's";
  std::string text = "source\n";
  for (int user = 0; user < 20; ++user) text += name_of(user) + "\n";
  const std::vector<std::string> servers{"--source-server", server(source_port()),
                                         "--target-server", server(proxy.port(), "&master=master")};
  const auto checked = run_postferry(
      batch("check", write(text), {"--login", servers[0], servers[1], servers[2], servers[3]}));
  EXPECT_EQ(checked.exit_code, 1) << checked.told();
  EXPECT_EQ(logins, 2);
  EXPECT_THAT(checked.output, HasSubstr("is left alone"));
  logins = 0;
  const auto ended = run_postferry(batch("run", write(text), servers));
  EXPECT_EQ(ended.exit_code, 1) << ended.told();
  EXPECT_EQ(logins, 2);
  EXPECT_THAT(ended.last_line(), HasSubstr("2 NOT complete, 18 NOT tried"));
  EXPECT_EQ(occurrences(ended.told(), "is left alone"), 1) << ended.told();
  EXPECT_EQ(occurrences(ended.told(), "Line "), 2) << ended.told();
}

// The second waits for the first's refusal, when the third comes.
TEST_F(BatchesKeptOut, by_unknown_users_are_not_those_who_came_between_them) {
  fill(1, 3);
  source_password_ = target_password_ = "secret";
  const auto ended =
      run_postferry(batch("run", write("source\ngone+1\nuser0\ngone+2\n"),
                          {"--source-server", server(source_port(), "&master=master"),
                           "--target-server", server(target_port()), "--parallel", "2"}));
  EXPECT_THAT(ended.last_line(), HasSubstr("1 of 3 accounts is complete, 2 NOT complete."))
      << ended.told();
  EXPECT_EQ(missing_or_more(0), "");
}

// The server knows no user with a plus in the name.
TEST_F(BatchesKeptOut, by_unknown_users_under_a_good_master_the_others_are_not) {
  fill(8, 3);
  source_password_ = target_password_ = "secret";
  const std::vector<std::string> servers{"--source-server", server(source_port(), "&master=master"),
                                         "--target-server", server(target_port())};
  const auto copy_all = [&](const std::string& first) {
    return run_postferry(batch(
        "run", write("source\n" + first + "user2\nuser3\ngone+3\nuser4\nuser5\nuser6\nuser7\n"),
        servers));
  };
  const auto ended = copy_all("user0\nuser1\ngone+1\ngone+2\n");
  EXPECT_EQ(ended.exit_code, 1) << ended.told();
  EXPECT_THAT(ended.last_line(), HasSubstr("8 of 11 accounts are complete, 3 NOT complete."));
  for (int user = 0; user < 8; ++user) EXPECT_EQ(missing_or_more(user), "") << user;

  // Where they come first, nobody can know; the next time they come last.
  std::filesystem::remove_all(state());
  const auto blocked = copy_all("gone+1\ngone+2\nuser0\nuser1\n");
  EXPECT_THAT(blocked.last_line(), HasSubstr("2 NOT complete, 9 NOT tried"));
  const auto again = copy_all("gone+1\ngone+2\nuser0\nuser1\n");
  EXPECT_THAT(again.last_line(), HasSubstr("8 of 11 accounts are complete, 3 NOT complete."))
      << again.told();
}

TEST_F(BatchesKeptOut, a_rate_for_a_host_holds_over_all_its_accounts) {
  const auto bytes = fill_much(4, 9);
  expect_rate(rows(4), bytes, "--limit-rate-per-host");
}

TEST_F(BatchesKeptOut, a_rate_in_total_holds_over_all_hosts) {
  const auto bytes = fill_much(4, 9);
  Proxy other_source(source_server->port(), {});
  Proxy other_target(target_server->port(), {});
  auto all = rows(4);
  for (int user = 2; user < 4; ++user)
    all[user] = {.source = clear_url(other_source.port(), name_of(user)),
                 .target = clear_url(other_target.port(), name_of(user))};
  expect_rate(all, bytes, "--limit-rate-total");
}

}  // namespace
}  // namespace postferry::test

// Lists at servers that have had enough: real limits on connections, rates that were asked for, and
// hosts that shut an address out.
#include <algorithm>
#include <chrono>
#include <string>

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
  // Two connections of a user.
  static void SetUpTestSuite() {
    if (!ThrowawayDovecot::available() || !postferry_is_built()) return;
    source_server =
        new ThrowawayDovecot({.special_use = SpecialUse::absent, .connections_per_user = 2});
    target_server =
        new ThrowawayDovecot({.special_use = SpecialUse::absent, .connections_per_user = 2});
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

TEST_F(BatchesUnderLimits, a_limit_on_a_users_connections_ends_no_run_and_delays_none) {
  constexpr int users = 8;
  fill_folders(users, 15);
  const auto ended = run_postferry(batch("run", write(rows(users)), {"--connections", "4"}));
  expect_all_there(ended, users);
  EXPECT_THAT(ended.told(), Not(HasSubstr("under way")));  // is told after ten seconds
}

}  // namespace
}  // namespace postferry::test

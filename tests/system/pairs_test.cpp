// Every kind of server as source and as target of every other: a person's mailbox and all messages
// of the corpus arrive; what a target will not take is listed, and nothing else is missing.
#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <ostream>
#include <set>
#include <tuple>
#include <vector>

#include "tests/support/crash/postferry.hpp"
#include "tests/support/crash/run_facts.hpp"
#include "tests/support/mailbox_oracle.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/system/pairs_fixture.hpp"

namespace postferry::test {
namespace {

using Pair = std::tuple<ServerKind, ServerKind>;

class ServerPair : public testing::TestWithParam<Pair> {
 protected:
  static void TearDownTestSuite() { servers.clear(); }
  void SetUp() override {
    const auto [source_kind, target_kind] = GetParam();
    if (!is_available(source_kind) || !is_available(target_kind) || !postferry_is_built()) {
      GTEST_SKIP() << "run tools/servers and build the release binary first";
    }
    source_ = &server(source_kind);
    target_ = &server(target_kind);
    source_user_ = "from-" + lower(name_of(target_kind));
    target_user_ = "to-" + lower(name_of(source_kind));
  }

  static std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](unsigned char c) { return std::tolower(c); });
    return result;
  }
  static ThrowawayServer& server(ServerKind kind) {
    auto& running = servers[kind];
    if (!running) running = start(kind);
    return *running;
  }
  SeenAccount source_account() const {
    ImapClient client(source_->port(), source_user_, source_->password());
    return look_at(client);
  }
  SeenAccount target_account() const {
    ImapClient client(target_->port(), target_user_, target_->password());
    return look_at(client);
  }
  Ended copy(const TemporaryFolder& state) const {
    return run_postferry({.words = {"copy", clear_url(source_->port(), source_user_),
                                    clear_url(target_->port(), target_user_), "--state",
                                    state.path().string(), "--json"},
                          .source_password = source_->password(),
                          .target_password = target_->password()});
  }
  // What the target makes of the source's messages when someone else appends them: some it refuses,
  // and some it alters (Cyrus 8-bit headers, Dovecot NULs). Digests by the source's digest.
  std::map<std::string, std::string> made_by_target() const;

  ThrowawayServer* source_ = nullptr;
  ThrowawayServer* target_ = nullptr;
  std::string source_user_;
  std::string target_user_;
  static inline std::map<ServerKind, std::unique_ptr<ThrowawayServer>> servers;
};

std::map<std::string, std::string> ServerPair::made_by_target() const {
  AccountFiller reads(*source_, source_user_);
  AccountFiller tries(*target_, "scratch-" + target_user_);
  std::set<std::string> tried;
  std::vector<std::string> taken;
  for (const ListedFolder& folder : reads.client().folders()) {
    if (folder.attributes.contains("\\Noselect") || folder.attributes.contains("\\NonExistent")) {
      continue;
    }
    for (const StoredMessage& message : reads.client().read(folder.name)) {
      const std::string digest = sha256_of(message.body);
      if (!tried.insert(digest).second) continue;
      if (tries.append("INBOX", message.body, "", "")) taken.push_back(digest);
    }
  }
  std::map<std::string, std::string> made;
  const std::vector<StoredMessage> kept = tries.client().read("INBOX");
  EXPECT_EQ(kept.size(), taken.size());
  for (std::size_t at = 0; at < kept.size() && at < taken.size(); ++at) {
    made[taken[at]] = sha256_of(kept[at].body);
  }
  return made;
}

TEST_P(ServerPair, CarriesEverything) {
  {
    AccountFiller account(*source_, source_user_);
    fill_like_a_person(account);
    const std::size_t taken = fill_with_corpus(account);
    RecordProperty("corpus_messages", static_cast<int>(taken));
  }
  const SeenAccount there = source_account();
  const TemporaryFolder state;
  const Ended first = copy(state);
  const SeenAccount arrived = target_account();
  const std::map<std::string, std::string> made = made_by_target();
  SeenAccount expected{.folders = there.folders, .messages = {}, .subjects = there.subjects};
  std::size_t refused = 0;
  for (SeenMessage message : there.messages) {
    const auto found = made.find(message.sha256);
    if (found == made.end()) {
      ++refused;
      continue;
    }
    if (there.subjects.contains(message.sha256)) {
      expected.subjects.emplace(found->second, there.subjects.at(message.sha256));
    }
    message.sha256 = found->second;
    expected.messages.insert(message);
  }
  EXPECT_EQ(first.exit_code, refused == 0 ? 0 : 1) << first.told();
  EXPECT_EQ(told(first, "failed"), static_cast<std::int64_t>(refused)) << first.told();
  EXPECT_EQ(difference(expected, arrived), "") << first.told();
  EXPECT_EQ(difference(there, source_account()), "") << "the source was touched";

  const Ended second = copy(state);
  EXPECT_EQ(second.exit_code, first.exit_code) << second.told();
  EXPECT_EQ(copied_by(second), 0) << second.told();
  EXPECT_EQ(difference(arrived, target_account()), "");

  const TemporaryFolder fresh_state;
  const Ended anew = copy(fresh_state);
  EXPECT_EQ(anew.exit_code, first.exit_code) << anew.told();
  EXPECT_EQ(copied_by(anew), 0) << anew.told();
  EXPECT_EQ(told(anew, "was_there"), static_cast<std::int64_t>(arrived.messages.size()))
      << anew.told();
  EXPECT_EQ(difference(arrived, target_account()), "");
}

INSTANTIATE_TEST_SUITE_P(All, ServerPair,
                         testing::Combine(testing::ValuesIn(all_server_kinds),
                                          testing::ValuesIn(all_server_kinds)),
                         [](const auto& tested) {
                           return std::string(name_of(std::get<0>(tested.param))) + "To" +
                                  std::string(name_of(std::get<1>(tested.param)));
                         });

}  // namespace
}  // namespace postferry::test

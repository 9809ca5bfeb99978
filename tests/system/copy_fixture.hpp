// What the system tests of copying share: two Dovecots, one account on each, and the binary between
// them. Servers live as long as a suite; each test has fresh accounts and a fresh state folder.
#pragma once

#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/crash/letters.hpp"
#include "tests/support/crash/postferry.hpp"
#include "tests/support/crash/run_facts.hpp"
#include "tests/support/mailbox_oracle.hpp"
#include "tests/support/proxy.hpp"
#include "tests/support/servers/throwaway_dovecot.hpp"
#include "tests/support/temporary_folder.hpp"

namespace postferry::test {

class BetweenTwoDovecots : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!ThrowawayDovecot::available() || !postferry_is_built()) return;
    source_server = new ThrowawayDovecot({.special_use = SpecialUse::absent});
    target_server = new ThrowawayDovecot({.special_use = SpecialUse::absent});
  }
  static void TearDownTestSuite() {
    delete source_server;
    delete target_server;
    source_server = target_server = nullptr;
  }
  void SetUp() override {
    if (source_server == nullptr) {
      GTEST_SKIP() << "run tools/servers and build the release binary first";
    }
    for (const char* user : {"alice", "carol"}) source_server->wipe_user(user);
    target_server->wipe_user("bert");
  }

  static ImapClient at_source(std::string_view user = "alice") {
    return {source_server->port(), user, source_server->password()};
  }
  static ImapClient at_target() {
    return {target_server->port(), "bert", target_server->password()};
  }
  static SeenAccount source_account() {
    ImapClient client = at_source();
    return look_at(client);
  }
  static SeenAccount target_account() {
    ImapClient client = at_target();
    return look_at(client);
  }
  // Empty when the target holds what the source holds.
  static std::string missing_or_more() { return difference(source_account(), target_account()); }

  static std::string source_url() { return clear_url(source_server->port(), "alice"); }
  static std::string target_url() { return clear_url(target_server->port(), "bert"); }

  Call call(std::string_view command, std::vector<std::string> options = {}) const {
    Call made{.words = {std::string(command), source_url(), target_url(), "--state",
                        state_.path().string()}};
    made.words.insert(made.words.end(), options.begin(), options.end());
    return made;
  }
  // With --json, so that numbers can be asked for.
  Ended copy(std::vector<std::string> options = {}) const {
    options.push_back("--json");
    return run_postferry(call("copy", std::move(options)));
  }

  // Letters `from` to `to` (not included) into a folder of the source.
  static void fill(std::string_view folder, int from, int to, std::string_view flags = {}) {
    ImapClient client = at_source();
    for (int number = from; number < to; ++number) {
      client.append(folder, letter(number), flags, received_of(number));
    }
  }
  static void put(ImapClient& client, std::string_view folder, int number,
                  std::string_view flags = {}) {
    client.append(folder, letter(number), flags, received_of(number));
  }

  TemporaryFolder state_;
  static inline ThrowawayDovecot* source_server = nullptr;
  static inline ThrowawayDovecot* target_server = nullptr;
};

}  // namespace postferry::test

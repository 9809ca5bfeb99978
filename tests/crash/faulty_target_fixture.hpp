// What the tests against a FaultyTarget share: a small account on a real Dovecot as the source.
#pragma once

#include <gtest/gtest.h>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/crash/letters.hpp"
#include "tests/support/crash/postferry.hpp"
#include "tests/support/faulty_target.hpp"
#include "tests/support/mailbox_oracle.hpp"
#include "tests/support/servers/throwaway_dovecot.hpp"
#include "tests/support/temporary_folder.hpp"

namespace postferry::test {

// Folder and digest of every message: what is left to compare where flags and dates are spoilt.
inline std::multiset<std::pair<std::string, std::string>> bytes_of(const SeenAccount& account) {
  std::multiset<std::pair<std::string, std::string>> bytes;
  for (const SeenMessage& message : account.messages) bytes.emplace(message.folder, message.sha256);
  return bytes;
}

class FaultyTargetFixture : public testing::Test {
 protected:
  static constexpr int letters = 12;  // two thirds in INBOX, one third in Work

  static void SetUpTestSuite() {
    if (ThrowawayDovecot::available() && postferry_is_built()) {
      dovecot = new ThrowawayDovecot({.special_use = SpecialUse::absent});
    }
  }
  static void TearDownTestSuite() {
    delete dovecot;
    dovecot = nullptr;
  }
  void SetUp() override {
    if (dovecot == nullptr) GTEST_SKIP() << "run tools/servers and build the release binary first";
    dovecot->wipe_user("alice");
  }

  // The letters, and one message more in INBOX for each of these texts, which stand in its body.
  void fill(const std::vector<std::string>& odd_bodies = {}) const {
    ImapClient client(dovecot->port(), "alice", dovecot->password());
    client.create("Work");
    for (int number = 0; number < letters; ++number) {
      client.append(number % 3 == 0 ? "Work" : "INBOX", letter(number),
                    number % 2 == 0 ? "\\Flagged \\Seen" : "", received_of(number));
    }
    int odd = 0;
    for (const std::string& body : odd_bodies) {
      client.append("INBOX",
                    "Message-ID: <odd-" + std::to_string(odd) +
                        "@x>\r\nDate: Fri, 02 Mar 2012 10:00:00 +0100\r\nSubject: odd\r\n\r\n" +
                        body + "\r\n",
                    "", received_of(odd));
      ++odd;
    }
  }

  Call copy_to(const FaultyTarget& target, const std::vector<std::string>& options = {}) const {
    Call call{.words = {"copy", clear_url(dovecot->port(), "alice"),
                        clear_url(target.port(), "bert"), "--state", state_.path().string(),
                        "--json"}};
    call.words.insert(call.words.end(), options.begin(), options.end());
    return call;
  }
  Ended run(const FaultyTarget& target, const std::vector<std::string>& options = {}) const {
    return run_postferry(copy_to(target, options));
  }

  SeenAccount there_at_source() const {
    ImapClient client(dovecot->port(), "alice", dovecot->password());
    return look_at(client);
  }
  static SeenAccount kept(const FaultyTarget& target) {
    ImapClient client(target.port(), "bert", target.password());
    return look_at(client);
  }

  TemporaryFolder state_;
  static inline ThrowawayDovecot* dovecot = nullptr;
};

}  // namespace postferry::test

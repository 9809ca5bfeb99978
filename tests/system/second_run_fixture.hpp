// What the tests of later runs share: a first copy, a journal to forget, and a look for one
// message.
#pragma once

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>

#include "tests/system/copy_fixture.hpp"

namespace postferry::test {

class SecondRun : public BetweenTwoDovecots {
 protected:
  // Forgets everything: the next run has no journal.
  void forget() const {
    std::filesystem::remove_all(state_.path());
    std::filesystem::create_directories(state_.path());
  }
  static std::size_t copies_of(const SeenAccount& account, const std::string& body,
                               std::string_view folder = {}) {
    const std::string digest = sha256_of(body);
    return static_cast<std::size_t>(
        std::ranges::count_if(account.messages, [&](const SeenMessage& message) {
          return message.sha256 == digest && (folder.empty() || message.folder == folder);
        }));
  }
  static std::set<std::string> flags_of(const SeenAccount& account, const std::string& body) {
    const std::string digest = sha256_of(body);
    for (const SeenMessage& message : account.messages) {
      if (message.sha256 == digest) return message.flags;
    }
    return {"not there"};
  }
  void first_copy() const {
    const Ended ended = copy();
    ASSERT_EQ(ended.exit_code, 0) << ended.told();
  }
  // A run that must not copy anything.
  void finds_nothing_to_do() const {
    const SeenAccount before = target_account();
    const Ended ended = copy();
    EXPECT_EQ(ended.exit_code, 0) << ended.told();
    EXPECT_EQ(copied_by(ended), 0) << ended.told();
    EXPECT_EQ(target_account().messages, before.messages);
  }
};

}  // namespace postferry::test

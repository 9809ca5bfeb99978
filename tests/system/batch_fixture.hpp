// What the tests of lists share: two Dovecots, lists written for them, the binary's batch commands,
// and what they leave behind.
#pragma once

#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/crash/letters.hpp"
#include "tests/support/crash/postferry.hpp"
#include "tests/support/mailbox_oracle.hpp"
#include "tests/support/proxy.hpp"
#include "tests/support/servers/throwaway_dovecot.hpp"
#include "tests/support/temporary_folder.hpp"
#include "text/csv.hpp"

namespace postferry::test {

class BatchBetweenTwoDovecots : public testing::Test {
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
    if (source_server == nullptr)
      GTEST_SKIP() << "run tools/servers and build the release binary first";
    for (int user = 0; user < most_users; ++user) {
      source_server->wipe_user(name_of(user));
      target_server->wipe_user(name_of(user));
    }
  }

  static constexpr int most_users = 20;
  static std::string name_of(int user) { return "user" + std::to_string(user); }

  // So many messages into the INBOX of the first users.
  static void fill(int users, int messages) {
    for (int user = 0; user < users; ++user) {
      ImapClient client(source_server->port(), name_of(user), source_server->password());
      for (int number = 0; number < messages; ++number)
        client.append("INBOX", letter(user * 1000 + number), {}, received_of(number));
    }
  }
  // Empty when the target holds what the source holds, each once.
  static std::string missing_or_more(int user) {
    ImapClient source(source_server->port(), name_of(user), source_server->password());
    ImapClient target(target_server->port(), name_of(user), target_server->password());
    return difference(look_at(source), look_at(target));
  }

  struct Row {
    std::string source;
    std::string source_password = "secret";
    std::string target;
    std::string target_password = "secret";
  };
  Row row(int user) const {
    return {.source = clear_url(source_port(), name_of(user)),
            .target = clear_url(target_port(), name_of(user))};
  }
  std::vector<Row> rows(int users) const {
    std::vector<Row> all;
    for (int user = 0; user < users; ++user) all.push_back(row(user));
    return all;
  }
  std::uint16_t source_port() const {
    return source_port_ != 0 ? source_port_ : source_server->port();
  }
  std::uint16_t target_port() const {
    return target_port_ != 0 ? target_port_ : target_server->port();
  }

  std::filesystem::path write(std::string_view text, std::string_view name = "accounts.csv") const {
    const auto file = folder_.path() / name;
    std::ofstream(file, std::ios::binary) << text;
    std::filesystem::permissions(
        file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    return file;
  }
  std::filesystem::path write(const std::vector<Row>& all) const {
    std::string text = "source,source_password,target,target_password\n";
    for (const auto& [source, source_password, target, target_password] : all)
      text += text::csv_field(source) + "," + text::csv_field(source_password) + "," +
              text::csv_field(target) + "," + text::csv_field(target_password) + "\n";
    return write(text);
  }

  std::filesystem::path state() const { return folder_.path() / "state"; }
  // Without passwords in the environment, unless a test sets some.
  Call batch(std::string_view command, const std::filesystem::path& list,
             std::vector<std::string> options = {}) const {
    Call call{.words = {"batch", std::string(command), list.string()},
              .source_password = source_password_,
              .target_password = target_password_};
    if (command != "check") {
      call.words.emplace_back("--state");
      call.words.push_back(state().string());
    }
    call.words.insert(call.words.end(), options.begin(), options.end());
    return call;
  }

  // The table of results: by line, the fields by their names.
  std::map<int, std::map<std::string, std::string>> results() const;
  // Every file below the state folder that holds this text.
  std::vector<std::string> files_with(std::string_view text) const;

  TemporaryFolder folder_;
  std::uint16_t source_port_ = 0;  // of what stands before the server; 0: the server's
  std::uint16_t target_port_ = 0;
  std::string source_password_;
  std::string target_password_;
  static inline ThrowawayDovecot* source_server = nullptr;
  static inline ThrowawayDovecot* target_server = nullptr;
};

}  // namespace postferry::test

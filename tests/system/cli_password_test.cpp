// Passwords as people give them: the prompt on a terminal, and what the process shows of them.
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/crash/postferry.hpp"
#include "tests/support/scripted_server.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/system/cli_terminal.hpp"

namespace postferry::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class PasswordPrompt : public testing::Test {
 protected:
  void SetUp() override {
    if (!postferry_is_built()) GTEST_SKIP() << "build the release binary first";
  }
  std::vector<std::string> copy_to(std::uint16_t port) const {
    return {"copy", clear_url(port, "alice"), clear_url(port, "bert"), "--state",
            folder_.path().string()};
  }

  TemporaryFolder folder_;
};

TEST_F(PasswordPrompt, AsksForBothWithoutEcho) {
  PostferryOnTerminal terminal(copy_to(1), {});
  ASSERT_TRUE(terminal.shows("Password of alice@127.0.0.1 (source): ")) << terminal.text();
  EXPECT_FALSE(terminal.echoes());
  terminal.type("hunter2\n");
  ASSERT_TRUE(terminal.shows("Password of bert@127.0.0.1 (target): ")) << terminal.text();
  EXPECT_FALSE(terminal.echoes());
  terminal.type("hunter3\n");
  EXPECT_EQ(terminal.wait(), 5) << terminal.text();
  EXPECT_TRUE(terminal.echoes());
  EXPECT_THAT(terminal.text(), Not(HasSubstr("hunter")));
}

TEST_F(PasswordPrompt, LeavesTheTerminalAsItWasOnCtrlC) {
  PostferryOnTerminal terminal(copy_to(1), {});
  ASSERT_TRUE(terminal.shows("(source): "));
  EXPECT_FALSE(terminal.echoes());
  terminal.type("\x03");
  EXPECT_EQ(terminal.wait(), 130) << terminal.text();
  EXPECT_TRUE(terminal.echoes());
}

TEST_F(PasswordPrompt, TakesNoEmptyPassword) {
  PostferryOnTerminal terminal(copy_to(1), {});
  ASSERT_TRUE(terminal.shows("(source): "));
  terminal.type("\n");
  EXPECT_EQ(terminal.wait(), 2) << terminal.text();
  EXPECT_THAT(terminal.text(), HasSubstr("No password was given."));
}

TEST_F(PasswordPrompt, AsksForTheMastersPassword) {
  auto words = copy_to(1);
  words[1] += "&master=admin";
  PostferryOnTerminal terminal(words, {});
  EXPECT_TRUE(terminal.shows("Password of the master user of alice@127.0.0.1 (source): "))
      << terminal.text();
}

TEST_F(PasswordPrompt, WarnsOfAFileThatOthersMayRead) {
  const auto file = folder_.path() / "password";
  std::ofstream(file) << "hunter2\n";
  std::filesystem::permissions(file, std::filesystem::perms(0644));
  auto words = copy_to(1);
  words.insert(words.end(), {"--source-password-file", file.string()});
  const auto ended = run_postferry({.words = words});
  EXPECT_EQ(ended.exit_code, 5) << ended.told();
  EXPECT_THAT(ended.errors, HasSubstr("chmod 600"));
  EXPECT_THAT(ended.told(), Not(HasSubstr("hunter2")));
}

TEST_F(PasswordPrompt, LeavesNothingInTheEnvironmentAndNoCore) {
  ScriptedServer server("X silence\n");
  PostferryOnTerminal terminal(copy_to(server.port()), {{"POSTFERRY_SOURCE_PASSWORD", "hunter2"},
                                                        {"POSTFERRY_TARGET_PASSWORD", "hunter3"}});
  ASSERT_TRUE(terminal.shows("Connecting")) << terminal.text();
  const auto process = "/proc/" + std::to_string(terminal.pid());
  const auto read = [](const std::string& name) {
    std::ifstream file(name, std::ios::binary);
    return std::string((std::istreambuf_iterator<char>(file)), {});
  };
  const auto limits = read(process + "/limits");
  EXPECT_THAT(limits, testing::ContainsRegex("Max core file size +0 +0 "));
  EXPECT_THAT(read(process + "/environ"), Not(HasSubstr("hunter")));
}

}  // namespace
}  // namespace postferry::test

// The command line without any server: what it prints about itself, and how it refuses.
#include <cstdlib>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/crash/postferry.hpp"
#include "tests/support/temporary_folder.hpp"

namespace postferry::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class CommandLine : public testing::Test {
 protected:
  void SetUp() override {
    if (!postferry_is_built()) GTEST_SKIP() << "build the release binary first";
  }
  Ended run(std::vector<std::string> words) const {
    return run_postferry({.words = std::move(words)});
  }
  // What `program` says about this text in a file; "" when it is content.
  std::string complaints(const std::string& program, const std::string& text) const {
    const auto file = folder_.path() / "text";
    const auto said = folder_.path() / "said";
    std::ofstream(file) << text;
    const auto command = program + " " + file.string() + " > " + said.string() + " 2>&1";
    const int status = std::system(command.c_str());
    std::ifstream reading(said);
    std::string all((std::istreambuf_iterator<char>(reading)), {});
    return status == 0 && all.empty() ? "" : "status " + std::to_string(status) + ": " + all;
  }

  TemporaryFolder folder_;
};

TEST_F(CommandLine, TellsItsVersionAndHelp) {
  const auto version = run({"--version"});
  EXPECT_EQ(version.exit_code, 0) << version.told();
  EXPECT_THAT(version.output, testing::MatchesRegex("postferry [0-9]+\\.[0-9]+\\.[0-9]+\n"));
  const auto help = run({"--help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_THAT(help.output, AllOf(HasSubstr("copy SOURCE TARGET"), HasSubstr("Exit codes:")));
  EXPECT_THAT(help.errors, IsEmpty());
}

TEST_F(CommandLine, RefusesBadUsageWithOneSentenceAndExit2) {
  const std::string source = "imaps://alice@old.example";
  const std::string target = "imaps://alice@new.example";
  const std::vector<std::vector<std::string>> wrong = {
      {},
      {"copy"},
      {"copy", source},
      {"copy", source, target, "--max-size", "12X"},
      {"copy", source, target, "--colour"},
      {"copy", source, "imaps://alice@new.example?colour=blue"},
      {"copy", source, target, "--password", "hunter2"},
      {"copy", "imaps://alice:hunter2@old.example", target},
      {"log", source, target, "--json"},
      {"copy", source, target, "--trace", "/nonexistent/trace", "--state", folder_.path().string()},
      {"copy", source + "?ca=/nonexistent.pem", target},
      {"completion", "tcsh"},
      {"user"},
      {"user", "reset"},
      {"vault"},
      {"vault", "rotate", "--yes"},
      {"licence"},
      {"licence", "issue"},
      {"licence", "issue", "--migrations", "many"},
      {"migrations"},
      {"--server", "https://move.example", "migrations"},
      {"--server", "https://pf_hunter2@move.example", "migrations"},
      {"--server", "http://move.example", "migrations"},
      {"--server", "https://move.example", "verify", source, target},
  };
  for (const auto& words : wrong) {
    const auto ended = run(words);
    EXPECT_EQ(ended.exit_code, 2) << ended.told();
    EXPECT_THAT(ended.output, IsEmpty());
    EXPECT_THAT(ended.errors, testing::StartsWith("postferry: "));
    EXPECT_THAT(ended.errors, Not(HasSubstr("hunter2")));
  }
}

TEST_F(CommandLine, RefusesToCopyAnAccountIntoItself) {
  const auto ended = run({"copy", "imaps://alice@mail.example", "imap://alice@MAIL.example",
                          "--state", folder_.path().string()});
  EXPECT_EQ(ended.exit_code, 9) << ended.told();
  EXPECT_THAT(ended.errors, HasSubstr("[same_account]"));
}

TEST_F(CommandLine, HasNoJournalUntilItNeedsOne) {
  const auto state = folder_.path() / "state";
  const auto ended = run({"status", "--state", state.string()});
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  EXPECT_THAT(ended.output, HasSubstr("No account was copied"));
  EXPECT_FALSE(std::filesystem::exists(state));
}

TEST_F(CommandLine, AStateFolderThatIsNoneIsNoEmptyOne) {
  const auto file = folder_.path() / "file";
  std::ofstream(file) << "text";
  const auto ended = run({"status", "--state", file.string()});
  EXPECT_EQ(ended.exit_code, 11) << ended.told();
  EXPECT_THAT(ended.errors, HasSubstr("It is not a folder."));
}

// Nobody types a password for a run that cannot begin.
TEST_F(CommandLine, LooksAtTheStateFolderBeforeItWantsAPassword) {
  const auto file = folder_.path() / "file";
  std::ofstream(file) << "text";
  const auto ended = run(
      {"copy", "imaps://alice@old.example", "imaps://alice@new.example", "--state", file.string()});
  EXPECT_EQ(ended.exit_code, 11) << ended.told();
}

TEST_F(CommandLine, SaysWhenThereIsNoLog) {
  const auto ended = run({"log", "imaps://alice@old.example", "imaps://alice@new.example",
                          "--state", folder_.path().string()});
  EXPECT_EQ(ended.exit_code, 2) << ended.told();
  EXPECT_THAT(ended.errors, HasSubstr("alice@old.example-993_to_alice@new.example-993.log"));
}

TEST_F(CommandLine, WritesCompletionsThatTheirShellsUnderstand) {
  EXPECT_EQ(complaints("bash -n", run({"completion", "bash"}).output), "");
  for (const auto* shell : {"zsh", "fish"}) {
    const bool there =
        std::system(("command -v " + std::string(shell) + " >/dev/null").c_str()) == 0;
    const auto script = run({"completion", shell}).output;
    EXPECT_THAT(script, HasSubstr("exclude-special"));
    if (there) EXPECT_EQ(complaints(std::string(shell) + " --no-execute", script), "") << shell;
  }
}

TEST_F(CommandLine, CompletesInBash) {
  const auto complete = [&](const std::string& line) {
    auto script = run({"completion", "bash"}).output + "COMP_WORDS=(" + line +
                  ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_postferry\n"
                  "[ \"${COMPREPLY[*]}\" = \"$EXPECTED\" ] || echo \"got: ${COMPREPLY[*]}\"\n";
    return script;
  };
  EXPECT_EQ(complaints("env EXPECTED='copy completion config' bash", complete("postferry co")), "");
  EXPECT_EQ(complaints("env EXPECTED='--deep' bash", complete("postferry verify --de")), "");
  EXPECT_EQ(complaints("env EXPECTED='junk' bash", complete("postferry copy --exclude-special ju")),
            "");
  EXPECT_EQ(complaints("env EXPECTED='' bash", complete("postferry log --run i")), "");
  EXPECT_EQ(complaints("env EXPECTED='zsh' bash", complete("postferry completion z")), "");
  const std::string there = "postferry --server https : //move.example : 8443 ";
  EXPECT_EQ(complaints("env EXPECTED='migrations' bash", complete(there + "mig")), "");
  EXPECT_EQ(complaints("env EXPECTED='--search' bash", complete(there + "migrations --se")), "");
  EXPECT_EQ(complaints("env EXPECTED='run' bash", complete(there + "batch r")), "");
  EXPECT_EQ(complaints("env EXPECTED='POST' bash", complete(there + "api PO")), "");
}

TEST_F(CommandLine, WritesAManPageWithoutMistakes) {
  if (std::system("command -v groff >/dev/null") != 0) GTEST_SKIP() << "needs groff";
  EXPECT_EQ(complaints("groff -man -Tutf8 -ww -z", run({"man"}).output), "");
}

}  // namespace
}  // namespace postferry::test

// A journal that cannot be used: full disks, foreign files, newer schemas, and what must not be
// changed.
#include <csignal>
#include <cstdio>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/state_folder.hpp"

namespace postferry::storage {
namespace {

using testing::HasSubstr;

Error error_of_opening(const std::filesystem::path& folder) {
  try {
    Journal journal(folder);
  } catch (const Failure& failure) {
    return failure.error();
  }
  return {.code = ErrorCode::internal, .text = "it was opened", .where = {}};
}

int run_statement(const std::filesystem::path& file, const std::string& statement) {
  sqlite3* database = nullptr;
  EXPECT_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
  sqlite3_busy_timeout(database, 10'000);
  const int result = sqlite3_exec(database, statement.c_str(), nullptr, nullptr, nullptr);
  sqlite3_close(database);
  return result;
}

// Runs `part` in a process of its own.
template <class Part>
int exit_code_of(Part part) {
  const auto child = ::fork();
  if (child == 0) {
    try {
      ::_exit(part());
    } catch (const std::exception& error) {
      std::fprintf(stderr, "%s\n", error.what());
      ::_exit(99);
    }
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

TEST(BrokenStateTest, AFileThatIsNoDatabase) {
  const StateFolder state;
  std::ofstream(state.database()) << std::string(10'000, 'x');
  const auto error = error_of_opening(state.path());
  EXPECT_EQ(error.code, ErrorCode::state_broken);
  EXPECT_EQ(error.text, state.database().string() + " is not a Postferry journal.");
}

TEST(BrokenStateTest, AnotherProgramsDatabase) {
  const StateFolder state;
  ASSERT_EQ(run_statement(state.database(), "CREATE TABLE moz_bookmarks (id)"), SQLITE_OK);
  const auto error = error_of_opening(state.path());
  EXPECT_EQ(error.code, ErrorCode::state_broken);
  EXPECT_EQ(error.text, state.database().string() + " is another program's database.");
}

TEST(BrokenStateTest, ANewerSchema) {
  const StateFolder state;
  {
    Journal made(state.path());
  }
  ASSERT_EQ(run_statement(state.database(), "UPDATE postferry_schema SET version = 99"), SQLITE_OK);
  const auto error = error_of_opening(state.path());
  EXPECT_EQ(error.code, ErrorCode::state_broken);
  EXPECT_THAT(error.text, HasSubstr(state.database().string()));
  EXPECT_THAT(error.text, HasSubstr("newer Postferry"));
  EXPECT_THAT(error.text, HasSubstr("99"));
}

TEST(BrokenStateTest, AFolderThatCannotBeMade) {
  const StateFolder state;
  std::ofstream(state.path() / "file") << "x";
  const auto error = error_of_opening(state.path() / "file" / "state");
  EXPECT_EQ(error.code, ErrorCode::state_broken);
  EXPECT_THAT(error.text, HasSubstr((state.path() / "file" / "state" / "journal.db").string()));
}

TEST(BrokenStateTest, AFolderInPlaceOfTheFile) {
  const StateFolder state;
  std::filesystem::create_directory(state.database());
  EXPECT_EQ(error_of_opening(state.path()).code, ErrorCode::state_broken);
}

TEST(BrokenStateTest, PathsWithSpacesAndSignsAreFine) {
  const StateFolder state;
  const auto folder = state.path() / "my mail = 'old' ü";
  {
    Journal made(folder);
  }
  EXPECT_TRUE(std::filesystem::exists(folder / "journal.db"));
  const auto quoted = error_of_opening(state.path() / "a\"b");
  EXPECT_EQ(quoted.code, ErrorCode::state_broken);
  EXPECT_THAT(quoted.text, HasSubstr("quotation mark"));
}

// Fills the journal until it fails; whether each call after that fails with disk_full too.
bool fills_up_and_stays_failed(const std::filesystem::path& folder) {
  const auto full = std::optional(ErrorCode::disk_full);
  Journal journal(folder);
  Begun begun(journal);
  std::optional<ErrorCode> failed;
  for (std::size_t i = 0; i < 10'000 && !failed; ++i)
    failed = failure_of([&] {
      journal.note_outcomes(begun.lease, begun.run, begun.folder.id, placements(i * 100, 100));
      await(journal.intend(begun.lease, begun.run, begun.intent(i * 100, 100)));
    });
  journal.note_outcomes(begun.lease, begun.run, begun.folder.id, placements(0, 1));
  return failed == full && failure_of([&] { await(journal.flush()); }) == full &&
         failure_of([&] { await(journal.page(begun.folder.id, {}, 1)); }) == full;
}

TEST(BrokenStateTest, AFullDiskFailsEveryLaterCall) {
  constexpr int skipped = 77;
  const StateFolder state;
  const auto code = exit_code_of([&state] {
    const auto* folder = state.path().c_str();
    if (::unshare(CLONE_NEWNS) != 0 ||
        ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        ::mount("tmpfs", folder, "tmpfs", 0, "size=2m") != 0)
      return skipped;
    if (!fills_up_and_stays_failed(state.path())) return 1;
    // with more room, what was committed before is there
    if (::mount(nullptr, folder, nullptr, MS_REMOUNT, "size=64m") != 0) return 2;
    Journal again(state.path());
    const auto pairs = await(again.pairs());
    return pairs.size() == 1 && !await(again.open_intents(pairs[0].id)).empty() ? 0 : 3;
  });
  if (code == skipped) GTEST_SKIP() << "needs the right to mount a small disk";
  EXPECT_EQ(code, 0);
}

TEST(BrokenStateTest, ALimitOnFilesIsAFullDisk) {
  const StateFolder state;
  EXPECT_EQ(exit_code_of([&state] {
              std::signal(SIGXFSZ, SIG_IGN);
              const rlimit limit{.rlim_cur = 1 << 20, .rlim_max = 1 << 20};
              ::setrlimit(RLIMIT_FSIZE, &limit);
              return fills_up_and_stays_failed(state.path()) ? 0 : 1;
            }),
            0);
}

TEST(BrokenStateTest, AnotherProcessMayReadAndWriteAtTheSameTime) {
  const StateFolder state;
  int gate[2];
  ASSERT_EQ(::pipe(gate), 0);
  const auto child = ::fork();
  if (child == 0) {
    char opened = 0;
    [[maybe_unused]] const auto waited = ::read(gate[0], &opened, 1);
    Journal journal(state.path());
    const auto pairs = await(journal.pairs());
    Begun begun(journal, "bob@old.example:993");
    await(journal.intend(begun.lease, begun.run, begun.intent(0, 10)));
    ::_exit(pairs.size() == 1 && !pairs[0].holder.empty() ? 0 : 1);
  }
  Journal journal(state.path());
  Begun begun(journal);
  ASSERT_EQ(::write(gate[1], "x", 1), 1);
  int status = -1;
  for (std::size_t i = 0; ::waitpid(child, &status, WNOHANG) == 0; i += 10)
    await(journal.intend(begun.lease, begun.run, begun.intent(i, 10)));
  EXPECT_EQ(status, 0);
  EXPECT_EQ(await(journal.pairs()).size(), 2U);
  ::close(gate[0]);
  ::close(gate[1]);
}

}  // namespace
}  // namespace postferry::storage

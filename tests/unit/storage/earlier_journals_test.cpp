// Journals as earlier versions of Postferry left them (tests/unit/storage/journals) are opened, and
// hold what they held.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "tests/support/state_folder.hpp"

namespace postferry::storage {
namespace {

using testing::SizeIs;

class EarlierJournalTest : public testing::Test {
 protected:
  EarlierJournalTest() {
    std::filesystem::copy_file(
        std::filesystem::path(SOURCE_DIR) / "tests/unit/storage/journals/version_1.db",
        state_.database());
  }

  // The first column of the first row; empty when the statement fails.
  std::string ask(const std::string& statement) const {
    sqlite3* database = nullptr;
    std::string value;
    sqlite3_open(state_.database().c_str(), &database);
    sqlite3_exec(
        database, statement.c_str(),
        [](void* found, int, char** columns, char**) {
          static_cast<std::string*>(found)->assign(columns[0]);
          return 1;
        },
        &value, nullptr);
    sqlite3_close(database);
    return value;
  }

  StateFolder state_;
};

TEST_F(EarlierJournalTest, IsReadAndGoneOnWith) {
  ASSERT_EQ(ask("SELECT version FROM postferry_schema"), "1");
  ASSERT_EQ(ask("SELECT name FROM postferry_schema"), "");
  for (int again = 0; again < 2; ++again) {
    Journal journal(state_.path());
    const auto pairs = await(journal.pairs());
    ASSERT_THAT(pairs, SizeIs(1));
    EXPECT_EQ(pairs[0].accounts.source, "ea@127.0.0.1:10143");
    ASSERT_TRUE(pairs[0].last_complete);
    EXPECT_EQ(await(journal.fact(pairs[0].id, "server")), "an old one");
    const auto folders = await(journal.folders(pairs[0].id));
    ASSERT_THAT(folders, SizeIs(5));
    EXPECT_EQ(folders[1].source_path, path("Archive/2023"));
    EXPECT_THAT(await(journal.page(folders[1].id, {}, 100)), SizeIs(5));
    EXPECT_EQ(await(journal.totals(pairs[0].id)).brought, 10U);
    EXPECT_THAT(await(journal.open_intents(pairs[0].id)), SizeIs(1));
    const auto lease = await(journal.acquire(pairs[0].id)).value();
    await(journal.end_run(lease, await(journal.begin_run(lease, "")), "complete", ""));
    await(journal.release(lease));
  }
  EXPECT_EQ(ask("SELECT name FROM postferry_schema"), "journal");
  // what an earlier Postferry asks before it opens the file, and then leaves alone
  EXPECT_EQ(ask("SELECT version FROM postferry_schema"), "2");
}

TEST_F(EarlierJournalTest, SaysWhatItIsWhenItIsTakenForSomethingElse) {
  {
    const Journal journal(state_.path());
  }
  ASSERT_EQ(ask("UPDATE postferry_schema SET name = 'catalog'"), "");
  try {
    const Journal journal(state_.path());
    FAIL() << "it was opened";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.error().text,
              state_.database().string() + " holds Postferry's catalog, not its journal.");
  }
}

}  // namespace
}  // namespace postferry::storage

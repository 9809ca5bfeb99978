// What is on the disk when: syncs counted at SQLite's file layer, a log cut back to what was
// synced, a process killed in the middle.
#include <csignal>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "tests/support/state_folder.hpp"
#include "tests/unit/storage/counting_disk.hpp"

namespace postferry::storage {
namespace {

using testing::SizeIs;

class DurabilityTest : public testing::Test {
 protected:
  CountingDisk disk_;
  StateFolder state_;
  Journal journal_{state_.path()};
  Begun begun_{journal_};
};

TEST_F(DurabilityTest, AnIntentCostsOneSync) {
  const int before = disk_.log_syncs();
  for (std::size_t i = 0; i < 5; ++i) {
    const auto id = await(journal_.intend(begun_.lease, begun_.run, begun_.intent(i * 100, 100)));
    EXPECT_EQ(disk_.log_syncs(), before + static_cast<int>(i) + 1);
    journal_.note_outcomes(begun_.lease, begun_.run, begun_.folder.id, placements(i * 100, 100));
    journal_.settle(begun_.lease, id);
  }
}

TEST_F(DurabilityTest, IntentsThatWaitTogetherShareASync) {
  constexpr int runs = 20;
  const int before = disk_.log_syncs();
  boost::asio::io_context context;
  int intended = 0;
  for (std::size_t i = 0; i < runs; ++i)
    boost::asio::co_spawn(context,
                          journal_.intend(begun_.lease, begun_.run, begun_.intent(i * 10, 10)),
                          [&intended](std::exception_ptr failure, IntentId) {
                            EXPECT_FALSE(failure);
                            ++intended;
                          });
  context.run();
  EXPECT_EQ(intended, runs);
  EXPECT_GE(disk_.log_syncs(), before + 1);
  // the thread may have taken the first before the others came, and again
  EXPECT_LE(disk_.log_syncs(), before + runs / 2);
  EXPECT_THAT(await(journal_.open_intents(begun_.pair)), SizeIs(runs));
}

TEST_F(DurabilityTest, ReadsAndNotesWaitForNoSync) {
  await(journal_.flush());
  const int before = disk_.log_syncs();
  journal_.note_outcomes(begun_.lease, begun_.run, begun_.folder.id, placements(0, 100));
  EXPECT_THAT(await(journal_.page(begun_.folder.id, {}, 1000)), SizeIs(100));
  EXPECT_EQ(await(journal_.counts(begun_.pair)).at(0).items, 100U);
  await(journal_.renew(begun_.lease));
  EXPECT_EQ(disk_.log_syncs(), before);
  await(journal_.flush());
  EXPECT_EQ(disk_.log_syncs(), before + 1);
}

TEST_F(DurabilityTest, NotesAloneAreDurableAfterASecondOrTwoThousandRecords) {
  await(journal_.flush());
  const int before = disk_.log_syncs();
  const auto synced_within = [&](std::chrono::milliseconds span) {
    const auto deadline = deadline_in(span);
    while (disk_.log_syncs() == before && std::chrono::steady_clock::now() < deadline)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return disk_.log_syncs() > before;
  };
  journal_.note_outcomes(begun_.lease, begun_.run, begun_.folder.id, placements(0, 1));
  EXPECT_FALSE(synced_within(std::chrono::milliseconds(300)));
  EXPECT_TRUE(synced_within(std::chrono::seconds(20)));
}

TEST_F(DurabilityTest, ManyNotesDoNotWaitForTheSecond) {
  await(journal_.flush());
  const int before = disk_.log_syncs();
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < 100'000 && disk_.log_syncs() == before; i += 500)
    journal_.note_outcomes(begun_.lease, begun_.run, begun_.folder.id, placements(i, 500));
  EXPECT_GT(disk_.log_syncs(), before);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

TEST_F(DurabilityTest, APowerCutTakesNothingThatWasIntended) {
  await(journal_.intend(begun_.lease, begun_.run, begun_.intent(0, 50)));
  const auto synced = disk_.synced_log_bytes();
  journal_.note_outcomes(begun_.lease, begun_.run, begun_.folder.id, placements(0, 50));
  EXPECT_THAT(await(journal_.page(begun_.folder.id, {}, 1000)), SizeIs(50));

  const StateFolder cut;
  std::filesystem::copy_file(state_.database(), cut.database());
  const auto log = cut.path() / "journal.db-wal";
  std::filesystem::copy_file(state_.path() / "journal.db-wal", log);
  ASSERT_GT(std::filesystem::file_size(log), static_cast<std::uintmax_t>(synced));
  std::filesystem::resize_file(log, static_cast<std::uintmax_t>(synced));
  Journal found(cut.path());
  const auto open = await(found.open_intents(begun_.pair));
  ASSERT_THAT(open, SizeIs(1));
  EXPECT_THAT(open[0].items, SizeIs(50));
  EXPECT_THAT(await(found.page(begun_.folder.id, {}, 1000)), SizeIs(0));
}

// Runs `part` in a process of its own, which tells when it has come to its end and is killed then.
template <class Part>
void run_and_kill(Part part) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const auto child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    part();
    [[maybe_unused]] const auto told = ::write(ends[1], "x", 1);
    for (;;) ::pause();
  }
  ::close(ends[1]);
  char told = 0;
  ASSERT_EQ(::read(ends[0], &told, 1), 1);
  ::close(ends[0]);
  ::kill(child, SIGKILL);
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
}

TEST(KilledTest, LeavesItsIntentAndItsLeaseBehind) {
  const StateFolder state;
  run_and_kill([&state] {
    Journal journal(state.path());
    Begun begun(journal);
    await(journal.intend(begun.lease, begun.run, begun.intent(0, 10)));
    journal.note_outcomes(begun.lease, begun.run, begun.folder.id, placements(0, 10));
    await(journal.intend(begun.lease, begun.run, begun.intent(10, 5)));
    journal.note_outcomes(begun.lease, begun.run, begun.folder.id, placements(10, 5));
  });
  Journal journal(state.path());
  const auto pair =
      await(journal.pair({.source = "alice@old.example:993", .target = "alice@new.example:993"}));
  EXPECT_THAT(await(journal.open_intents(pair)), SizeIs(2));
  const auto folders = await(journal.folders(pair));
  ASSERT_THAT(folders, SizeIs(1));
  // those of the first batch rode with the second intent
  EXPECT_GE(await(journal.page(folders[0].id, {}, 1000)).size(), 10U);
  EXPECT_FALSE(await(journal.runs(pair)).at(0).ended);
  EXPECT_TRUE(await(journal.acquire(pair)));
}

}  // namespace
}  // namespace postferry::storage

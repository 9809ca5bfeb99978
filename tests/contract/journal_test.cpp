// Pairs, runs, facts, folders and intents, on every database; see journal_placements_test.cpp for
// the map and journal_lease_test.cpp for holds.
#include "storage/journal.hpp"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/support/database_fixture.hpp"
#include "tests/support/servers/server_files.hpp"
#include "tests/support/state_folder.hpp"

namespace postferry::storage {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

const std::string odd_bytes("\0\x01\xff\n'\"\0", 7);

class JournalContract : public test::DatabaseTest {
 protected:
  Journal journal_{address()};
};

INSTANTIATE_TEST_SUITE_P(On, JournalContract, testing::ValuesIn(test::every_database()),
                         test::name_of_database);

TEST(JournalDatabases, PostgresqlIsHere) {
  if (!test::server_here("postgresql"))
    GTEST_SKIP() << "run tools/servers first: the journal is tested on SQLite alone";
}

TEST_P(JournalContract, KnowsAPairByItsCanonicalNames) {
  const auto first = await(journal_.pair({.source = "a@x:993", .target = "a@y:993"}));
  EXPECT_EQ(await(journal_.pair({.source = "a@x:993", .target = "a@y:993"})), first);
  EXPECT_NE(await(journal_.pair({.source = "a@y:993", .target = "a@x:993"})), first);
}

TEST_P(JournalContract, ListsPairsWithTheirLastRunAndHolder) {
  Begun begun(journal_);
  await(journal_.end_run(begun.lease, begun.run, "complete", R"({"brought":3})"));
  const auto second = await(journal_.begin_run(begun.lease, "other"));
  await(journal_.pair({.source = "b@x:993", .target = "b@y:993"}));
  const auto pairs = await(journal_.pairs());
  ASSERT_THAT(pairs, SizeIs(2));
  EXPECT_EQ(pairs[0].id, begun.pair);
  EXPECT_EQ(pairs[0].accounts.target, "alice@new.example:993");
  ASSERT_TRUE(pairs[0].last_run);
  EXPECT_EQ(pairs[0].last_run->id, second);
  EXPECT_EQ(pairs[0].last_run->number, 2U);
  ASSERT_TRUE(pairs[0].last_complete);
  EXPECT_EQ(pairs[0].last_complete->id, begun.run);
  EXPECT_EQ(pairs[0].last_complete->number, 1U);
  EXPECT_FALSE(pairs[1].last_complete);
  EXPECT_THAT(pairs[0].holder, testing::HasSubstr(std::to_string(::getpid())));
  EXPECT_FALSE(pairs[1].last_run);
  EXPECT_THAT(pairs[1].holder, IsEmpty());
}

TEST_P(JournalContract, NumbersTheRunsOfEachPairByThemselves) {
  Begun first(journal_);
  const Begun other(journal_, "b@old.example:993");
  await(journal_.begin_run(first.lease, ""));
  const auto pairs = await(journal_.pairs());
  ASSERT_THAT(pairs, SizeIs(2));
  EXPECT_EQ(pairs[0].last_run->number, 2U);
  EXPECT_EQ(pairs[1].last_run->number, 1U);
}

TEST_P(JournalContract, RemembersRunsNewestFirst) {
  Begun begun(journal_);
  await(journal_.end_run(begun.lease, begun.run, "complete", odd_bytes));
  const auto second = await(journal_.begin_run(begun.lease, odd_bytes));
  const auto runs = await(journal_.runs(begun.pair));
  ASSERT_THAT(runs, SizeIs(2));
  EXPECT_EQ(runs[0].id, second);
  EXPECT_EQ(runs[0].number, 2U);
  EXPECT_EQ(runs[1].number, 1U);
  EXPECT_EQ(runs[0].options, odd_bytes);
  EXPECT_FALSE(runs[0].ended);
  EXPECT_EQ(runs[0].outcome, "");
  EXPECT_EQ(runs[1].id, begun.run);
  EXPECT_EQ(runs[1].outcome, "complete");
  EXPECT_EQ(runs[1].summary, odd_bytes);
  ASSERT_TRUE(runs[1].ended);
  EXPECT_GE(*runs[1].ended, runs[1].started);
  EXPECT_LE(now() - runs[1].started, std::chrono::minutes(1));
}

TEST_P(JournalContract, RemembersFacts) {
  Begun begun(journal_);
  EXPECT_EQ(await(journal_.fact(begun.pair, "server")), "");
  await(journal_.remember(begun.lease, "server", "old"));
  await(journal_.remember(begun.lease, "server", odd_bytes));
  EXPECT_EQ(await(journal_.fact(begun.pair, "server")), odd_bytes);
}

TEST_P(JournalContract, AddsAndReplacesFolders) {
  Begun begun(journal_);
  auto folder = begun.folder;
  EXPECT_NE(folder.id, FolderId());
  folder.target_path = path("Archive/a//b");
  folder.source_generation = mail::Generation(odd_bytes);
  folder.target_generation = mail::Generation("2");
  folder.source_checkpoint = mail::Checkpoint(odd_bytes);
  folder.target_checkpoint = mail::Checkpoint("t");
  folder.renamed_because = "the target has no INBOX";
  EXPECT_EQ(await(journal_.put_folder(begun.lease, folder)).id, folder.id);
  const auto folders = await(journal_.folders(begun.pair));
  ASSERT_THAT(folders, SizeIs(1));
  EXPECT_EQ(folders[0].id, folder.id);
  EXPECT_EQ(folders[0].source_path, path("INBOX"));
  EXPECT_EQ(folders[0].target_path, path("Archive/a//b"));
  EXPECT_EQ(folders[0].source_generation, folder.source_generation);
  EXPECT_EQ(folders[0].target_generation, folder.target_generation);
  EXPECT_EQ(folders[0].source_checkpoint, folder.source_checkpoint);
  EXPECT_EQ(folders[0].target_checkpoint, folder.target_checkpoint);
  EXPECT_EQ(folders[0].renamed_because, folder.renamed_because);
}

TEST_P(JournalContract, KeepsAnIntentOpenUntilItIsSettled) {
  Begun begun(journal_);
  Begun other(journal_, "bob@old.example:993");
  auto made = begun.intent(0, 100);
  made.mark = mail::Checkpoint(odd_bytes);
  made.items[7].source = mail::ItemId(odd_bytes);
  made.items[8].received = {.instant = Instant(std::chrono::seconds(-1)),
                            .zone = std::chrono::minutes(-720)};
  const auto first = await(journal_.intend(begun.lease, begun.run, made));
  const auto second = await(journal_.intend(begun.lease, begun.run, begun.intent(100, 1)));
  await(journal_.intend(other.lease, other.run, other.intent(0, 1)));
  auto open = await(journal_.open_intents(begun.pair));
  ASSERT_THAT(open, SizeIs(2));
  EXPECT_EQ(open[0].id, first);
  EXPECT_EQ(open[0].folder, begun.folder.id);
  EXPECT_EQ(open[0].target_generation, begun.folder.target_generation);
  EXPECT_EQ(open[0].mark, made.mark);
  ASSERT_THAT(open[0].items, SizeIs(100));
  for (std::size_t i = 0; i < made.items.size(); ++i) {
    EXPECT_EQ(open[0].items[i].source, made.items[i].source);
    EXPECT_EQ(open[0].items[i].received, made.items[i].received);
    EXPECT_EQ(open[0].items[i].received.zone, made.items[i].received.zone);
    EXPECT_EQ(open[0].items[i].size_bytes, made.items[i].size_bytes);
  }
  journal_.settle(begun.lease, first);
  open = await(journal_.open_intents(begun.pair));
  ASSERT_THAT(open, SizeIs(1));
  EXPECT_EQ(open[0].id, second);
  EXPECT_THAT(await(journal_.open_intents(other.pair)), SizeIs(1));
}

TEST_P(JournalContract, ForgetsAPairAndNothingElse) {
  Begun begun(journal_);
  Begun other(journal_, "bob@old.example:993");
  for (const auto* each : {&begun, &other}) {
    journal_.settle(each->lease,
                    await(journal_.intend(each->lease, each->run, each->intent(0, 1))));
    await(journal_.intend(each->lease, each->run, each->intent(1, 1)));
    journal_.note_outcomes(each->lease, each->run, each->folder.id, placements(0, 5));
    await(journal_.counts(each->pair));
    await(journal_.remember(each->lease, "server", "old"));
    journal_.record(each->lease, each->run,
                    {.kind = ActKind::set_flags,
                     .folder = each->folder.id,
                     .item = mail::ItemId("7"),
                     .before = "",
                     .after = "\\Seen"});
  }
  await(journal_.forget(begun.lease));
  const auto pairs = await(journal_.pairs());
  ASSERT_THAT(pairs, SizeIs(1));
  EXPECT_EQ(pairs[0].id, other.pair);
  EXPECT_THAT(await(journal_.open_intents(begun.pair)), IsEmpty());
  EXPECT_THAT(await(journal_.runs(begun.pair)), IsEmpty());
  EXPECT_THAT(await(journal_.folders(begun.pair)), IsEmpty());
  EXPECT_THAT(await(journal_.page(begun.folder.id, {}, 10)), IsEmpty());
  EXPECT_EQ(await(journal_.fact(begun.pair, "server")), "");
  EXPECT_EQ(failure_of([&] { await(journal_.renew(begun.lease)); }), ErrorCode::lease_lost);
  EXPECT_THAT(await(journal_.open_intents(other.pair)), SizeIs(1));
  EXPECT_THAT(await(journal_.page(other.folder.id, {}, 10)), SizeIs(5));
  EXPECT_FALSE(database_.run("DELETE FROM act"));
  EXPECT_FALSE(database_.run("UPDATE intent SET items = 0"));
  const Begun again(journal_);
  EXPECT_THAT(await(journal_.folders(again.pair)), SizeIs(1));
}

TEST_P(JournalContract, WhatWasDoneCannotBeRewritten) {
  Begun begun(journal_);
  const auto id = await(journal_.intend(begun.lease, begun.run, begun.intent(0, 1)));
  journal_.settle(begun.lease, id);
  journal_.record(begun.lease, begun.run,
                  {.kind = ActKind::create,
                   .folder = begun.folder.id,
                   .item = std::nullopt,
                   .before = "",
                   .after = ""});
  await(journal_.flush());
  EXPECT_TRUE(database_.run("UPDATE run SET outcome = 'x'"));
  for (const auto* statement : {"UPDATE act SET kind = 0", "DELETE FROM act",
                                "UPDATE intent SET items = 0", "DELETE FROM intent"})
    EXPECT_FALSE(database_.run(statement)) << statement;
}

TEST_P(JournalContract, SurvivesBeingClosedAndOpenedAgain) {
  const test::EmptyDatabase other(GetParam());
  PairId pair{};
  {
    Journal journal(other.address());
    Begun begun(journal);
    pair = begun.pair;
    await(journal.intend(begun.lease, begun.run, begun.intent(0, 5)));
    journal.note_outcomes(begun.lease, begun.run, begun.folder.id, placements(0, 5));
  }
  Journal journal(other.address());
  EXPECT_THAT(await(journal.open_intents(pair)), SizeIs(1));
  const auto folders = await(journal.folders(pair));
  ASSERT_THAT(folders, SizeIs(1));
  EXPECT_THAT(await(journal.page(folders[0].id, {}, 100)), SizeIs(5));
}

}  // namespace
}  // namespace postferry::storage

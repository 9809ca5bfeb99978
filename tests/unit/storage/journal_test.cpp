// Every method of the Journal, on a real database.
#include "storage/journal.hpp"

#include <algorithm>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/unit/storage/state_folder.hpp"

namespace postferry::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

const std::string binary("\0\x01\xff\n'\"\0", 7);

class JournalTest : public testing::Test {
 protected:
  StateFolder state_;
  Journal journal_{state_.path()};
};

void expect_equal(const PlacementRecord& left, const PlacementRecord& right) {
  EXPECT_EQ(left.source, right.source);
  EXPECT_EQ(left.target, right.target);
  EXPECT_EQ(left.state, right.state);
  EXPECT_EQ(left.standing, right.standing);
  EXPECT_EQ(left.digest, right.digest);
  EXPECT_EQ(left.fingerprint, right.fingerprint);
  EXPECT_EQ(left.flags, right.flags);
  EXPECT_EQ(left.received, right.received);
  EXPECT_EQ(left.received.zone, right.received.zone);
  EXPECT_EQ(left.size_bytes, right.size_bytes);
  EXPECT_EQ(left.code, right.code);
  EXPECT_EQ(left.note, right.note);
}

TEST_F(JournalTest, IsReadableByItsOwnerAlone) {
  struct stat found{};
  for (const auto* name : {"journal.db", "journal.db-wal"}) {
    ASSERT_EQ(::stat((state_.path() / name).c_str(), &found), 0) << name;
    EXPECT_EQ(found.st_mode & 0777U, 0600U) << name;
  }
}

TEST_F(JournalTest, KnowsAPairByItsCanonicalNames) {
  const auto first = await(journal_.pair({.source = "a@x:993", .target = "a@y:993"}));
  EXPECT_EQ(await(journal_.pair({.source = "a@x:993", .target = "a@y:993"})), first);
  EXPECT_NE(await(journal_.pair({.source = "a@y:993", .target = "a@x:993"})), first);
}

TEST_F(JournalTest, ListsPairsWithTheirLastRunAndHolder) {
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
  EXPECT_THAT(pairs[0].holder, testing::HasSubstr(std::to_string(::getpid())));
  EXPECT_FALSE(pairs[1].last_run);
  EXPECT_THAT(pairs[1].holder, IsEmpty());
}

TEST_F(JournalTest, RemembersRunsNewestFirst) {
  Begun begun(journal_);
  await(journal_.end_run(begun.lease, begun.run, "complete", binary));
  const auto second = await(journal_.begin_run(begun.lease, binary));
  const auto runs = await(journal_.runs(begun.pair));
  ASSERT_THAT(runs, SizeIs(2));
  EXPECT_EQ(runs[0].id, second);
  EXPECT_EQ(runs[0].options, binary);
  EXPECT_FALSE(runs[0].ended);
  EXPECT_EQ(runs[0].outcome, "");
  EXPECT_EQ(runs[1].id, begun.run);
  EXPECT_EQ(runs[1].outcome, "complete");
  EXPECT_EQ(runs[1].summary, binary);
  ASSERT_TRUE(runs[1].ended);
  EXPECT_GE(*runs[1].ended, runs[1].started);
  EXPECT_LE(now() - runs[1].started, std::chrono::minutes(1));
}

TEST_F(JournalTest, RemembersFacts) {
  Begun begun(journal_);
  EXPECT_EQ(await(journal_.fact(begun.pair, "server")), "");
  await(journal_.remember(begun.lease, "server", "old"));
  await(journal_.remember(begun.lease, "server", binary));
  EXPECT_EQ(await(journal_.fact(begun.pair, "server")), binary);
}

TEST_F(JournalTest, AddsAndReplacesFolders) {
  Begun begun(journal_);
  auto folder = begun.folder;
  EXPECT_NE(folder.id, FolderId());
  folder.target_path = path("Archive/a//b");
  folder.source_generation = mail::Generation(binary);
  folder.target_generation = mail::Generation("2");
  folder.source_checkpoint = mail::Checkpoint(binary);
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

TEST_F(JournalTest, ReadsItsOwnWritesBeforeTheyAreCommitted) {
  Begun begun(journal_);
  journal_.note_outcomes(begun.lease, begun.run, begun.folder.id, placements(0, 3));
  const auto found = await(journal_.lookup(
      begun.folder.id, {placement(2).source, mail::ItemId("unknown"), placement(0).source}));
  ASSERT_THAT(found, SizeIs(2));
  for (const auto& record : found)
    expect_equal(record, record.source == placement(0).source ? placement(0) : placement(2));
}

TEST_F(JournalTest, KeepsEveryFieldAndEveryByteOfAPlacement) {
  Begun begun(journal_);
  PlacementRecord bare;
  bare.source = mail::ItemId(binary);
  bare.state = PlacementState::failed;
  bare.code = ErrorCode::content_refused;
  bare.note = "NO \xff\0 virus" + binary;
  PlacementRecord full = placement(1, PlacementState::doubtful);
  full.source = mail::ItemId(binary + "x");
  full.target = mail::ItemId(binary);
  full.standing = Standing::vanished;
  full.digest->fill(0);
  full.flags = mail::Flags::parse("\\Seen \\Draft \\Deleted $Forwarded Wichtig");
  full.received = {.instant = Instant(std::chrono::seconds(-86'400)),
                   .zone = std::chrono::minutes(-570)};
  full.size_bytes = 5'000'000'000;
  journal_.note_outcomes(begun.lease, begun.run, begun.folder.id, {bare, full});
  const auto found = await(journal_.page(begun.folder.id, {}, 10));
  ASSERT_THAT(found, SizeIs(2));
  expect_equal(found[0], bare);
  expect_equal(found[1], full);
}

TEST_F(JournalTest, ReplacesAPlacementThatIsNotedAgain) {
  Begun begun(journal_);
  auto record = placement(1, PlacementState::failed);
  record.target.reset();
  record.code = ErrorCode::target_full;
  journal_.note_outcomes(begun.lease, begun.run, begun.folder.id, {record});
  journal_.note_outcomes(begun.lease, begun.run, begun.folder.id, {placement(1)});
  const auto found = await(journal_.lookup(begun.folder.id, {record.source}));
  ASSERT_THAT(found, SizeIs(1));
  expect_equal(found[0], placement(1));
}

TEST_F(JournalTest, PagesInTheOrderOfTheIdsBytes) {
  Begun begun(journal_);
  std::vector<PlacementRecord> records;
  for (const std::string id : {"b", "a", "\xff", "a\0x", "B"}) {
    auto record = placement(1);
    record.source = mail::ItemId(id);
    records.push_back(record);
  }
  auto with_nul = placement(2);
  with_nul.source = mail::ItemId(std::string("a\0x", 3));
  records.push_back(with_nul);
  journal_.note_outcomes(begun.lease, begun.run, begun.folder.id, records);
  std::vector<std::string> seen;
  for (mail::ItemId after;;) {
    const auto page = await(journal_.page(begun.folder.id, after, 2));
    EXPECT_LE(page.size(), 2U);
    for (const auto& record : page) seen.emplace_back(record.source.bytes());
    if (page.size() < 2) break;
    after = page.back().source;
  }
  EXPECT_THAT(seen, ElementsAre("B", "a", std::string("a\0x", 3), "b", "\xff"));
}

TEST_F(JournalTest, MapsTargetsOverAllFoldersOfATargetPath) {
  Begun begun(journal_);
  Begun other(journal_, "bob@old.example:993");
  auto merged = Begun::first_folder();
  merged.source_path = path("Old");
  merged = await(journal_.put_folder(begun.lease, merged));
  auto elsewhere = Begun::first_folder();
  elsewhere.target_path = path("Elsewhere");
  elsewhere = await(journal_.put_folder(begun.lease, elsewhere));
  auto excluded = placement(4, PlacementState::excluded);
  excluded.target.reset();
  journal_.note_outcomes(begun.lease, begun.run, begun.folder.id, {placement(1), excluded});
  journal_.note_outcomes(begun.lease, begun.run, merged.id, {placement(2)});
  journal_.note_outcomes(begun.lease, begun.run, elsewhere.id, {placement(3)});
  journal_.note_outcomes(other.lease, other.run, other.folder.id, {placement(5)});
  EXPECT_THAT(await(journal_.mapped(begun.pair, path("INBOX"))),
              UnorderedElementsAre(*placement(1).target, *placement(2).target));
}

TEST_F(JournalTest, CountsWhatStandsByStateAndRule) {
  Begun begun(journal_);
  auto large = placement(3, PlacementState::excluded);
  large.note = "--max-size";
  auto old = placement(4, PlacementState::excluded);
  old.note = "--since";
  auto failed = placement(5, PlacementState::failed);
  failed.note = "the server's words";
  auto records = placements(0, 3);
  records.insert(records.end(), {large, old, failed});
  journal_.note_outcomes(begun.lease, begun.run, begun.folder.id, records);
  for (int again = 0; again < 2; ++again) {
    const auto counts = await(journal_.counts(begun.pair));
    ASSERT_THAT(counts, SizeIs(4));
    EXPECT_EQ(counts[0].state, PlacementState::brought);
    EXPECT_EQ(counts[0].folder, begun.folder.id);
    EXPECT_EQ(counts[0].items, 3U);
    EXPECT_EQ(counts[0].size_bytes, 4000U + 4001U + 4002U);
    EXPECT_EQ(counts[1].note, "--max-size");
    EXPECT_EQ(counts[2].note, "--since");
    EXPECT_EQ(counts[2].items, 1U);
    EXPECT_EQ(counts[3].state, PlacementState::failed);
    EXPECT_EQ(counts[3].note, "");
  }
  journal_.set_standing(begun.lease, begun.folder.id,
                        {large.source, old.source, failed.source, placement(0).source},
                        Standing::vanished);
  const auto counts = await(journal_.counts(begun.pair));
  ASSERT_THAT(counts, SizeIs(1));
  EXPECT_EQ(counts[0].items, 2U);
  EXPECT_EQ(counts[0].size_bytes, 4001U + 4002U);
  journal_.set_standing(begun.lease, begun.folder.id, {old.source}, Standing::present);
  EXPECT_THAT(await(journal_.counts(begun.pair)), SizeIs(2));
}

TEST_F(JournalTest, ChangesOneFieldAtATime) {
  Begun begun(journal_);
  journal_.note_outcomes(begun.lease, begun.run, begun.folder.id, placements(0, 2));
  auto wanted = placement(0);
  wanted.flags = mail::Flags::parse("\\Flagged $Forwarded");
  wanted.target.reset();
  wanted.standing = Standing::vanished;
  journal_.set_base_flags(begun.lease, begun.folder.id, wanted.source, wanted.flags);
  journal_.set_target(begun.lease, begun.folder.id, wanted.source, std::nullopt);
  journal_.set_standing(begun.lease, begun.folder.id, {wanted.source}, Standing::vanished);
  const auto found = await(journal_.page(begun.folder.id, {}, 10));
  ASSERT_THAT(found, SizeIs(2));
  expect_equal(found[0], wanted);
  expect_equal(found[1], placement(1));
  journal_.set_target(begun.lease, begun.folder.id, wanted.source, mail::ItemId(binary));
  EXPECT_EQ(await(journal_.lookup(begun.folder.id, {wanted.source}))[0].target,
            mail::ItemId(binary));
}

TEST_F(JournalTest, KeepsAnIntentOpenUntilItIsSettled) {
  Begun begun(journal_);
  Begun other(journal_, "bob@old.example:993");
  auto made = begun.intent(0, 100);
  made.mark = mail::Checkpoint(binary);
  made.items[7].source = mail::ItemId(binary);
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

TEST_F(JournalTest, RebindReplacesAFoldersPlacementsAsOneChange) {
  Begun begun(journal_);
  auto kept = Begun::first_folder();
  kept.source_path = kept.target_path = path("Kept");
  kept = await(journal_.put_folder(begun.lease, kept));
  journal_.note_outcomes(begun.lease, begun.run, begun.folder.id, placements(0, 10));
  journal_.note_outcomes(begun.lease, begun.run, kept.id, placements(0, 1));
  EXPECT_EQ(await(journal_.counts(begun.pair)).at(0).items, 10U);
  auto renewed = begun.folder;
  renewed.source_generation = mail::Generation("1800000000");
  await(journal_.rebind(begun.lease, begun.run, renewed, placements(100, 3)));
  const auto found = await(journal_.page(begun.folder.id, {}, 100));
  ASSERT_THAT(found, SizeIs(3));
  expect_equal(found[0], placement(100));
  EXPECT_THAT(await(journal_.page(kept.id, {}, 100)), SizeIs(1));
  EXPECT_EQ(await(journal_.folders(begun.pair))[0].source_generation, renewed.source_generation);
  EXPECT_EQ(await(journal_.counts(begun.pair)).at(0).items, 3U);
}

TEST_F(JournalTest, RebindOfAnUnknownFolderChangesNothingAndBreaksNothing) {
  Begun begun(journal_);
  auto unknown = begun.folder;
  unknown.id = FolderId(4711);
  EXPECT_EQ(failure_of([&] { await(journal_.rebind(begun.lease, begun.run, unknown, {})); }),
            ErrorCode::state_broken);
  EXPECT_THAT(await(journal_.folders(begun.pair)), SizeIs(1));
}

TEST_F(JournalTest, SurvivesBeingClosedAndOpenedAgain) {
  const StateFolder other;
  PairId pair{};
  {
    Journal journal(other.path());
    Begun begun(journal);
    pair = begun.pair;
    await(journal.intend(begun.lease, begun.run, begun.intent(0, 5)));
    journal.note_outcomes(begun.lease, begun.run, begun.folder.id, placements(0, 5));
  }
  Journal journal(other.path());
  EXPECT_THAT(await(journal.open_intents(pair)), SizeIs(1));
  const auto folders = await(journal.folders(pair));
  ASSERT_THAT(folders, SizeIs(1));
  EXPECT_THAT(await(journal.page(folders[0].id, {}, 100)), SizeIs(5));
}

}  // namespace
}  // namespace postferry::storage

// The journal's map of placements, on every database: every field and byte kept, read in order,
// counted, changed and replaced.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/journal.hpp"
#include "tests/support/database_fixture.hpp"
#include "tests/support/state_folder.hpp"

namespace postferry::storage {
namespace {

using testing::ElementsAre;
using testing::SizeIs;
using testing::UnorderedElementsAre;

const std::string binary("\0\x01\xff\n'\"\0", 7);

class JournalPlacements : public test::DatabaseTest {
 protected:
  Journal journal_{address()};
};

INSTANTIATE_TEST_SUITE_P(On, JournalPlacements, testing::ValuesIn(test::every_database()),
                         test::name_of_database);

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

TEST_P(JournalPlacements, ReadsItsOwnWritesBeforeTheyAreCommitted) {
  Begun begun(journal_);
  journal_.note_outcomes(begun.lease, begun.run, begun.folder.id, placements(0, 3));
  const auto found = await(journal_.lookup(
      begun.folder.id, {placement(2).source, mail::ItemId("unknown"), placement(0).source}));
  ASSERT_THAT(found, SizeIs(2));
  for (const auto& record : found)
    expect_equal(record, record.source == placement(0).source ? placement(0) : placement(2));
}

TEST_P(JournalPlacements, KeepsEveryFieldAndEveryByteOfAPlacement) {
  Begun begun(journal_);
  PlacementRecord bare;
  bare.source = mail::ItemId(binary);
  bare.state = PlacementState::failed;
  bare.code = ErrorCode::content_refused;
  bare.note = std::string("NO \xff\0 virus", 11) + binary;
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

TEST_P(JournalPlacements, ReplacesAPlacementThatIsNotedAgain) {
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

TEST_P(JournalPlacements, TakesTheLaterOfTwoThatAreNotedTogether) {
  Begun begun(journal_);
  auto earlier = placement(1, PlacementState::failed);
  earlier.code = ErrorCode::target_full;
  journal_.note_outcomes(begun.lease, begun.run, begun.folder.id,
                         {earlier, placement(0), placement(1)});
  const auto found = await(journal_.page(begun.folder.id, {}, 10));
  ASSERT_THAT(found, SizeIs(2));
  expect_equal(found[1], placement(1));
}

TEST_P(JournalPlacements, TakesMoreThanAStatementTakes) {
  Begun begun(journal_);
  auto records = placements(0, 1300);
  records[1299].target.reset();
  journal_.note_outcomes(begun.lease, begun.run, begun.folder.id, records);
  std::vector<mail::ItemId> sources;
  for (const auto& record : records) sources.push_back(record.source);
  EXPECT_THAT(await(journal_.lookup(begun.folder.id, sources)), SizeIs(1300));
  const auto found = await(journal_.page(begun.folder.id, {}, 2000));
  ASSERT_THAT(found, SizeIs(1300));
  for (std::size_t i = 0; i < found.size(); ++i) expect_equal(found[i], records[i]);
  journal_.set_standing(begun.lease, begun.folder.id, sources, Standing::vanished);
  EXPECT_THAT(await(journal_.counts(begun.pair)), SizeIs(0));
}

TEST_P(JournalPlacements, PagesInTheOrderOfTheIdsBytes) {
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

TEST_P(JournalPlacements, LocatesWhatStandsSettledAndPagesFailuresApart) {
  Begun begun(journal_);
  auto records = placements(0, 6);
  records[1].state = PlacementState::was_there;
  records[2].state = PlacementState::failed;
  records[3].target.reset();
  records[4].standing = Standing::vanished;
  records[5].state = PlacementState::doubtful;
  journal_.note_outcomes(begun.lease, begun.run, begun.folder.id, records);
  const auto first = await(journal_.locations(begun.folder.id, {}, 2));
  ASSERT_EQ(first.size(), 2u);
  EXPECT_EQ(first[0].source, records[0].source);
  EXPECT_EQ(first[0].target, *records[0].target);
  EXPECT_EQ(first[1].state, PlacementState::was_there);
  const auto rest = await(journal_.locations(begun.folder.id, first[1].source, 10));
  ASSERT_EQ(rest.size(), 1u);
  EXPECT_EQ(rest[0].source, records[3].source);
  EXPECT_TRUE(rest[0].target.empty());
  EXPECT_TRUE(await(journal_.locations(begun.folder.id, rest[0].source, 10)).empty());
  const auto failures = await(journal_.failures(begun.folder.id, {}, 10));
  ASSERT_EQ(failures.size(), 1u);
  EXPECT_EQ(failures[0].source, records[2].source);
}

TEST_P(JournalPlacements, MapsTargetsOverAllFoldersOfATargetPath) {
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

TEST_P(JournalPlacements, CountsWhatStandsByStateAndRule) {
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

TEST_P(JournalPlacements, TotalsAreTheCountsWithAndWithoutATally) {
  Begun begun(journal_);
  const Begun other(journal_, "b@old.example:993");
  auto second = Begun::first_folder();
  second.source_path = second.target_path = path("Sent");
  second = await(journal_.put_folder(begun.lease, second));
  journal_.note_outcomes(begun.lease, begun.run, begun.folder.id, placements(0, 3));
  await(journal_.counts(begun.pair));
  journal_.note_outcomes(
      begun.lease, begun.run, second.id,
      {placement(0), placement(1, PlacementState::failed), placement(2, PlacementState::doubtful),
       placement(3, PlacementState::excluded), placement(4, PlacementState::was_there),
       placement(5)});
  journal_.set_standing(begun.lease, second.id, {placement(5).source}, Standing::vanished);
  journal_.note_outcomes(other.lease, other.run, other.folder.id, placements(0, 9));
  const StateTotals expected{
      .brought = 4, .was_there = 1, .excluded = 1, .failed = 1, .doubtful = 1};
  EXPECT_EQ(await(journal_.totals(begun.pair)), expected);
  await(journal_.counts(begun.pair));
  EXPECT_EQ(await(journal_.totals(begun.pair)), expected);
}

TEST_P(JournalPlacements, ChangesOneFieldAtATime) {
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

TEST_P(JournalPlacements, RebindReplacesAFoldersPlacementsAsOneChange) {
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

TEST_P(JournalPlacements, RebindOfAnUnknownFolderChangesNothingAndBreaksNothing) {
  Begun begun(journal_);
  auto unknown = begun.folder;
  unknown.id = FolderId(4711);
  EXPECT_EQ(failure_of([&] { await(journal_.rebind(begun.lease, begun.run, unknown, {})); }),
            ErrorCode::state_broken);
  EXPECT_THAT(await(journal_.folders(begun.pair)), SizeIs(1));
}

}  // namespace
}  // namespace postferry::storage

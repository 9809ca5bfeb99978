// How far a pair is, as people watch it, on every database: read without a lease and without
// writing anything.
#include "storage/pair_look.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/journal.hpp"
#include "tests/support/database_fixture.hpp"
#include "tests/support/state_folder.hpp"

namespace postferry::storage {
namespace {

using testing::SizeIs;

class PairLooks : public test::DatabaseTest {
 protected:
  std::uint64_t items(const PairLook& look, PlacementState state) const {
    std::uint64_t items = 0;
    for (const auto& count : look.counts)
      if (count.state == state) items += count.items;
    return items;
  }
  const AccountPair accounts_{.source = "alice@old.example:993", .target = "alice@new.example:993"};
  Journal journal_{address()};
};

INSTANTIATE_TEST_SUITE_P(On, PairLooks, testing::ValuesIn(test::every_database()),
                         test::name_of_database);

TEST_P(PairLooks, AtWhatWasNeverBegunFindsNothingAndLeavesNothing) {
  EXPECT_FALSE(await(journal_.look(accounts_)));
  EXPECT_THAT(await(journal_.pairs()), SizeIs(0));
}

TEST_P(PairLooks, CountsWhatEachFolderHasBeforeAndAfterItIsTallied) {
  Begun begun(journal_);
  auto records = placements(0, 3);
  auto refused = placement(3, PlacementState::failed);
  refused.code = ErrorCode::item_too_large;
  refused.note = std::string("NO \xff too large", 15);
  records.push_back(refused);
  records.push_back(placement(4, PlacementState::doubtful));
  journal_.note_outcomes(begun.lease, begun.run, begun.folder.id, records);
  for (const auto tallied : {false, true}) {
    if (tallied) await(journal_.counts(begun.pair));
    const auto look = await(journal_.look(accounts_));
    ASSERT_TRUE(look);
    ASSERT_THAT(look->folders, SizeIs(1));
    EXPECT_EQ(look->folders[0].source_path, begun.folder.source_path);
    EXPECT_EQ(items(*look, PlacementState::brought), 3U);
    EXPECT_EQ(items(*look, PlacementState::failed), 1U);
    ASSERT_THAT(look->trouble, SizeIs(2));
    EXPECT_EQ(look->trouble[0].code, "item_too_large");
    EXPECT_EQ(look->trouble[0].items, 1U);
    EXPECT_EQ(look->trouble[0].note, refused.note);
    EXPECT_EQ(look->trouble[1].state, PlacementState::doubtful);
  }
}

}  // namespace
}  // namespace postferry::storage

#include <algorithm>
#include <map>

#include "tests/contract/contract_messages.hpp"
#include "tests/contract/source_contract.hpp"

namespace postferry::test {
namespace {

// What one knows of a folder, kept up to date by changes alone.
struct Knowledge {
  std::map<mail::ItemId, mail::Flags> placements;

  // `ids`: asked where the changes do not tell what vanished.
  void learn(const SeenChanges& seen, const std::vector<mail::ItemId>& ids) {
    if (seen.coverage == mail::Coverage::everything) placements.clear();
    for (const auto& placement : seen.present) placements[placement.id] = placement.flags;
    for (const auto& id : seen.vanished) placements.erase(id);
    if (seen.coverage == mail::Coverage::changes_only)
      std::erase_if(placements, [&ids](const auto& entry) {
        return std::ranges::find(ids, entry.first) == ids.end();
      });
  }
};

const mail::Placement* find(const SeenChanges& seen, const mail::ItemId& id) {
  const auto at = std::ranges::find(seen.present, id, &mail::Placement::id);
  return at == seen.present.end() ? nullptr : &*at;
}

}  // namespace

TEST_P(SourceContract, changes_from_the_beginning_are_everything) {
  account().make_folder(path("Work"));
  account().put(path("Work"),
                {plain_message(1), mail::Flags::parse("\\Seen \\Flagged"), at(1'337'242'272, 120)});
  account().put(path("Work"), {plain_message(2), {}, at(946'684'799, -330)});
  const auto seen = changes(source(), listed(path("Work")));
  EXPECT_EQ(seen.coverage, mail::Coverage::everything);
  EXPECT_EQ(seen.messages, 2U);
  EXPECT_TRUE(seen.vanished.empty());
  EXPECT_FALSE(seen.generation.empty());
  EXPECT_FALSE(seen.checkpoint.is_beginning());
  ASSERT_EQ(seen.present.size(), 2U);
  ASSERT_EQ(id_set(seen.present).size(), 2U) << "each id once";
  for (const auto& placement : seen.present) {
    const bool first = placement.received == at(1'337'242'272);
    EXPECT_EQ(placement.received, first ? at(1'337'242'272) : at(946'684'799));
    EXPECT_EQ(placement.flags, mail::Flags::parse(first ? "\\Seen \\Flagged" : ""));
    EXPECT_GT(placement.size_bytes, 0U) << "as the store says it";
    EXPECT_FALSE(placement.id.empty());
    if (!lacks(Lacks::zones))
      EXPECT_EQ(placement.received.zone, std::chrono::minutes(first ? 120 : -330));
  }
}

TEST_P(SourceContract, keywords_are_seen) {
  if (lacks(Lacks::keywords)) GTEST_SKIP() << "no keywords";
  account().make_folder(path("Work"));
  put(path("Work"), plain_message(1), "\\Answered $Forwarded Project-X");
  const auto seen = changes(source(), listed(path("Work")));
  ASSERT_EQ(seen.present.size(), 1U);
  EXPECT_EQ(seen.present[0].flags.text(), "\\Answered $Forwarded Project-X");
}

TEST_P(SourceContract, an_empty_folder_has_a_checkpoint_too) {
  const auto folder = filled(path("Empty"), 0);
  const auto seen = changes(source(), folder);
  EXPECT_TRUE(seen.present.empty());
  EXPECT_EQ(seen.messages, 0U);
  put(folder.path, plain_message(1));
  EXPECT_EQ(changes(source(), folder, seen.checkpoint).present.size(), 1U);
}

TEST_P(SourceContract, many_placements_come_in_batches) {
  constexpr int many = 1100;
  const auto folder = filled(path("Many"), many);
  const auto seen = changes(source(), folder);
  EXPECT_EQ(id_set(seen.present).size(), static_cast<std::size_t>(many));
  EXPECT_EQ(seen.present.size(), static_cast<std::size_t>(many));
  EXPECT_LE(seen.largest_batch, 1000U);
}

TEST_P(SourceContract, nothing_new_is_nothing) {
  const auto folder = filled(path("Work"), 3);
  const auto first = changes(source(), folder);
  const auto second = changes(source(), folder, first.checkpoint);
  EXPECT_EQ(second.generation, first.generation);
  EXPECT_EQ(second.messages, 3U);
  EXPECT_TRUE(second.vanished.empty());
  if (second.coverage == mail::Coverage::everything)
    EXPECT_EQ(id_set(second.present), id_set(first.present));
  else
    EXPECT_TRUE(second.present.empty());
}

TEST_P(SourceContract, what_is_new_since_a_checkpoint_is_shown) {
  const auto folder = filled(path("Work"), 2);
  const auto first = changes(source(), folder);
  put(folder.path, plain_message(3), "\\Seen");
  const auto second = changes(source(), folder, first.checkpoint);
  EXPECT_EQ(second.messages, 3U);
  auto fresh = id_set(second.present);
  for (const auto& id : id_set(first.present)) fresh.erase(id);
  ASSERT_EQ(fresh.size(), 1U);
  EXPECT_EQ(find(second, *fresh.begin())->flags, mail::Flags::parse("\\Seen"));
  if (second.coverage != mail::Coverage::everything) EXPECT_EQ(second.present.size(), 1U);
}

TEST_P(SourceContract, changed_flags_are_shown_with_a_higher_version) {
  const auto folder = filled(path("Work"), 2);
  const auto first = changes(source(), folder);
  account().set_flags(folder.path, 0, mail::Flags::parse("\\Flagged"));
  const auto second = changes(source(), folder, first.checkpoint);
  const auto at =
      std::ranges::find(second.present, mail::Flags::parse("\\Flagged"), &mail::Placement::flags);
  ASSERT_NE(at, second.present.end());
  const auto* before = find(first, at->id);
  ASSERT_NE(before, nullptr);
  if (at->version != 0) EXPECT_GT(at->version, before->version);
  if (second.coverage != mail::Coverage::everything) EXPECT_EQ(second.present.size(), 1U);
}

TEST_P(SourceContract, what_vanished_is_shown_as_the_coverage_says) {
  const auto folder = filled(path("Work"), 3);
  const auto first = changes(source(), folder);
  const auto old_ids = ids(source(), folder);
  account().remove(folder.path, 1);
  const auto second = changes(source(), folder, first.checkpoint);
  const auto new_ids = ids(source(), folder);
  EXPECT_EQ(second.messages, 2U);
  auto gone = id_set(old_ids);
  for (const auto& id : new_ids) gone.erase(id);
  ASSERT_EQ(gone.size(), 1U);
  EXPECT_EQ(find(second, *gone.begin()), nullptr);
  if (second.coverage == mail::Coverage::changes_and_vanished)
    EXPECT_EQ(second.vanished, std::vector(gone.begin(), gone.end()));
  else
    EXPECT_TRUE(second.vanished.empty());
}

TEST_P(SourceContract, changes_alone_keep_one_up_to_date) {
  const auto folder = filled(path("Work"), 6);
  Knowledge known;
  mail::Checkpoint checkpoint;
  for (int round = 0; round < 4; ++round) {
    const auto seen = changes(source(), folder, checkpoint);
    const auto all = ids(source(), folder);
    known.learn(seen, all);
    checkpoint = seen.checkpoint;
    std::map<mail::ItemId, mail::Flags> truth;
    for (const auto& placement : run(source().look(folder, all)))
      truth[placement.id] = placement.flags;
    EXPECT_EQ(known.placements, truth) << "round " << round;
    EXPECT_EQ(truth.size(), 6U);
    account().remove(folder.path, 0);
    put(folder.path, plain_message(10 + round));
    account().set_flags(folder.path, 2, mail::Flags::parse(round % 2 == 0 ? "\\Seen" : ""));
  }
}

TEST_P(SourceContract, a_new_generation_gives_everything) {
  const auto old = filled(path("Work"), 3);
  const auto first = changes(source(), old);
  const bool ends = lacks(Lacks::removal_while_open);
  if (ends) close_source();
  account().remove_folder(old.path);
  if (ends) open_source();
  const auto folder = filled(old.path, 2);
  const auto second = changes(source(), folder, first.checkpoint);
  EXPECT_EQ(second.coverage, mail::Coverage::everything);
  EXPECT_NE(second.generation, first.generation);
  EXPECT_EQ(second.present.size(), 2U);
  EXPECT_TRUE(second.vanished.empty());
}

TEST_P(SourceContract, a_checkpoint_that_means_nothing_gives_everything) {
  const auto folder = filled(path("Work"), 2);
  for (const auto* word : {"?", "0", "::::", "no checkpoint of this store at all"}) {
    const auto seen = changes(source(), folder, mail::Checkpoint(word));
    EXPECT_EQ(seen.coverage, mail::Coverage::everything) << word;
    EXPECT_EQ(seen.present.size(), 2U) << word;
  }
}

}  // namespace postferry::test

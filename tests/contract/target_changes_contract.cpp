#include <algorithm>

#include "tests/contract/contract_messages.hpp"
#include "tests/contract/target_contract.hpp"

namespace postferry::test {

TEST_P(TargetContract, copy_leaves_the_original) {
  const auto from = ensured("Work");
  const auto to = ensured("Archive");
  append(from, {{plain_message(1), mail::Flags::parse("\\Seen"), at(1'000'000'000)},
                {plain_message(2), {}, at(1'000'000'001)}});
  const auto id = id_of(from, plain_message(1));
  CollectedOutcomes outcomes;
  run(target().place(from, {id}, to, mail::PlaceKind::copy, outcomes));
  ASSERT_EQ(outcomes.all.size(), 1U);
  EXPECT_EQ(outcomes.all[0].item, id);
  EXPECT_EQ(outcomes.all[0].kind, mail::OutcomeKind::stored);
  if (outcomes.all[0].target) EXPECT_EQ(*outcomes.all[0].target, id_of(to, plain_message(1)));
  EXPECT_EQ(bytes_in(from), (std::multiset{plain_message(1), plain_message(2)}));
  const auto there = account().look(to.path);
  ASSERT_EQ(there.size(), 1U);
  EXPECT_EQ(there[0].bytes, plain_message(1));
  EXPECT_EQ(there[0].flags, mail::Flags::parse("\\Seen"));
  EXPECT_EQ(there[0].received, at(1'000'000'000));
}

TEST_P(TargetContract, move_takes_the_original_along) {
  const auto from = ensured("Work");
  const auto to = ensured("Archive");
  append(from, plain_messages(1, 4));
  const std::vector moving{id_of(from, plain_message(3)), id_of(from, plain_message(1))};
  CollectedOutcomes outcomes;
  run(target().place(from, moving, to, mail::PlaceKind::move, outcomes));
  EXPECT_EQ(outcomes.all.size(), 2U);
  for (const auto& id : moving) {
    const auto* outcome = outcomes.of(id);
    ASSERT_NE(outcome, nullptr);
    EXPECT_EQ(outcome->kind, mail::OutcomeKind::stored);
    if (outcome->target)
      EXPECT_EQ(*outcome->target, id_of(to, plain_message(id == moving[0] ? 3 : 1)));
  }
  EXPECT_EQ(bytes_in(from), (std::multiset{plain_message(2), plain_message(4)}));
  EXPECT_EQ(bytes_in(to), (std::multiset{plain_message(1), plain_message(3)}));
}

TEST_P(TargetContract, a_move_is_finished_by_taking_the_originals_away) {
  const auto from = ensured("Work");
  const auto to = ensured("Archive");
  append(from, plain_messages(1, 3));
  const std::vector moving{id_of(from, plain_message(1)), id_of(from, plain_message(2))};
  CollectedOutcomes outcomes;
  run(target().place(from, moving, to, mail::PlaceKind::copy, outcomes));
  run(target().place(from, moving, to, mail::PlaceKind::finish_move, outcomes));
  EXPECT_EQ(bytes_in(from), std::multiset{plain_message(3)});
  EXPECT_EQ(bytes_in(to), (std::multiset{plain_message(1), plain_message(2)}));
}

TEST_P(TargetContract, move_touches_no_deleted_message_of_the_owner) {
  const auto from = ensured("Work");
  const auto to = ensured("Archive");
  auto messages = plain_messages(1, 2);
  messages[1].flags = mail::Flags::parse("\\Deleted");
  append(from, messages);
  CollectedOutcomes outcomes;
  run(target().place(from, {id_of(from, plain_message(1))}, to, mail::PlaceKind::move, outcomes));
  EXPECT_EQ(bytes_in(from), std::multiset{plain_message(2)});
}

TEST_P(TargetContract, placing_what_is_gone_places_the_rest) {
  const auto from = ensured("Work");
  const auto to = ensured("Archive");
  append(from, plain_messages(1, 2));
  const std::vector both{id_of(from, plain_message(1)), id_of(from, plain_message(2))};
  account().remove(from.path, 0);
  CollectedOutcomes outcomes;
  run(target().place(from, both, to, mail::PlaceKind::move, outcomes));
  EXPECT_EQ(bytes_in(to), std::multiset{plain_message(2)});
  const auto* gone = outcomes.of(both[0]);
  if (gone && target().traits().returns_ids == mail::Keeps::yes)
    EXPECT_NE(gone->kind, mail::OutcomeKind::stored);
  ASSERT_NE(outcomes.of(both[1]), nullptr);
  EXPECT_EQ(outcomes.of(both[1])->kind, mail::OutcomeKind::stored);
}

TEST_P(TargetContract, set_flags_adds_and_removes_only_what_is_asked) {
  const auto folder = ensured("Work");
  auto messages = plain_messages(1, 3);
  messages[0].flags = mail::Flags::parse("\\Seen \\Flagged");
  messages[1].flags = mail::Flags::parse("\\Draft");
  append(folder, messages);
  std::vector<mail::FlagChange> wanted(2);
  wanted[0] = {id_of(folder, plain_message(1)), mail::Flags::parse("\\Answered"),
               mail::Flags::parse("\\Seen")};
  wanted[1] = {id_of(folder, plain_message(2)), mail::Flags::parse("\\Seen"), {}};
  // The owner changes another flag after we looked: it stays.
  account().set_flags(folder.path, 1, mail::Flags::parse("\\Draft \\Flagged"));
  CollectedOutcomes outcomes;
  run(target().set_flags(folder, wanted, outcomes));
  EXPECT_EQ(outcomes.all.size(), 2U);
  for (const auto& change : wanted) {
    ASSERT_NE(outcomes.of(change.id), nullptr);
    EXPECT_EQ(outcomes.of(change.id)->kind, mail::OutcomeKind::stored);
  }
  const auto there = account().look(folder.path);
  ASSERT_EQ(there.size(), 3U);
  EXPECT_EQ(there[0].flags, mail::Flags::parse("\\Flagged \\Answered"));
  EXPECT_EQ(there[1].flags, mail::Flags::parse("\\Draft \\Flagged \\Seen"));
  EXPECT_TRUE(there[2].flags.empty());
}

TEST_P(TargetContract, set_flags_changes_keywords) {
  if (lacks(Lacks::keywords)) GTEST_SKIP() << "no keywords";
  const auto folder = ensured("Work");
  append(folder, {{plain_message(1), mail::Flags::parse("$Old Stays"), at(1'337'000'000)}});
  const std::vector<mail::FlagChange> wanted{
      {id_of(folder, plain_message(1)), mail::Flags::parse("$New"), mail::Flags::parse("$Old")}};
  CollectedOutcomes outcomes;
  run(target().set_flags(folder, wanted, outcomes));
  EXPECT_EQ(account().look(folder.path)[0].flags, mail::Flags::parse("$New Stays"));
}

TEST_P(TargetContract, set_flags_of_many_at_once) {
  const auto folder = ensured("Many");
  append(folder, plain_messages(1, 120));
  std::vector<mail::FlagChange> wanted;
  for (const auto& id : ids(reading(), folder))
    wanted.push_back({id, mail::Flags::parse(wanted.size() % 3 == 0 ? "\\Flagged" : "\\Seen"), {}});
  CollectedOutcomes outcomes;
  run(target().set_flags(folder, wanted, outcomes));
  EXPECT_EQ(outcomes.count(mail::OutcomeKind::stored), 120U);
  const auto there = account().look(folder.path);
  EXPECT_EQ(std::ranges::count(there, mail::Flags::parse("\\Seen"), &ContractMessage::flags), 80);
  EXPECT_EQ(std::ranges::count(there, mail::Flags::parse("\\Flagged"), &ContractMessage::flags),
            40);
}

TEST_P(TargetContract, set_flags_of_what_is_gone_changes_the_rest) {
  const auto folder = ensured("Work");
  append(folder, plain_messages(1, 2));
  std::vector<mail::FlagChange> wanted;
  for (const auto& id : ids(reading(), folder))
    wanted.push_back({id, mail::Flags::parse("\\Seen"), {}});
  account().remove(folder.path, 0);
  CollectedOutcomes outcomes;
  run(target().set_flags(folder, wanted, outcomes));
  const auto there = account().look(folder.path);
  ASSERT_EQ(there.size(), 1U);
  EXPECT_EQ(there[0].flags, mail::Flags::parse("\\Seen"));
}

TEST_P(TargetContract, writing_is_seen_by_looking) {
  const auto folder = ensured("Work");
  const auto first = changes(reading(), folder);
  append(folder, plain_messages(1, 2));
  const auto second = changes(reading(), folder, first.checkpoint);
  EXPECT_EQ(second.present.size(), 2U);
  const std::vector<mail::FlagChange> wanted{
      {id_of(folder, plain_message(1)), mail::Flags::parse("\\Seen"), {}}};
  CollectedOutcomes outcomes;
  run(target().set_flags(folder, wanted, outcomes));
  const auto third = changes(reading(), folder, second.checkpoint);
  EXPECT_EQ(
      std::ranges::count(third.present, mail::Flags::parse("\\Seen"), &mail::Placement::flags), 1);
}

}  // namespace postferry::test

// What its owner moved, renamed or removed at the source between two runs.
#include <gtest/gtest.h>

#include "tests/unit/engine/two_accounts.hpp"

namespace postferry::engine {
namespace {

const auto archive = path("Archive");

struct Moves : testing::Test {
  Moves() {
    for (int i = 0; i < 6; ++i)
      ids.push_back(accounts.source.deliver(inbox, letter(i), flags("\\Seen"), day(i)));
    ids.push_back(accounts.source.deliver(inbox, nameless(6), {}, day(6)));
    accounts.source.deliver(archive, letter(50), {}, day(50));
    expect_counts(accounts.copy(), 8, 0, 8);
    for (const auto& message : accounts.target.messages(inbox))
      copies.push_back(local::item_id(message.number));
  }

  std::uint64_t appended() const {
    std::uint64_t passed = 0;
    for (const auto& event : accounts.events.events)
      if (const auto* progress = std::get_if<Progress>(&event)) passed = progress->messages_done;
    return passed;
  }

  TwoAccounts accounts;
  std::vector<mail::ItemId> ids;
  std::vector<mail::ItemId> copies;
};

TEST_F(Moves, are_followed_on_the_target) {
  accounts.source.move(inbox, ids[0], archive);
  accounts.source.move(inbox, ids[6], archive);
  expect_counts(accounts.copy(), 8, 0, 0);
  expect_same(accounts);
  EXPECT_EQ(accounts.events.noticed(NoticeKind::moved), 2U);
  EXPECT_EQ(appended(), 0U);
  expect_counts(accounts.copy(), 8, 0, 0);
}

TEST_F(Moves, go_and_come_back) {
  const auto there = accounts.source.move(inbox, ids[0], archive);
  accounts.copy();
  accounts.source.move(archive, there, inbox);
  expect_counts(accounts.copy(), 8, 0, 0);
  expect_same(accounts);
}

TEST_F(Moves, of_what_its_owner_touched_there_are_reported) {
  accounts.target.set_flags(inbox, copies[0], flags("\\Seen \\Flagged"));
  accounts.source.move(inbox, ids[0], archive);
  const auto verdict = accounts.copy();
  EXPECT_EQ(verdict.copied_now, 0U) << verdict.sentence();
  EXPECT_EQ(verdict.exit(), Exit::complete);
  EXPECT_EQ(accounts.events.noticed(NoticeKind::move_reported), 1U);
  EXPECT_EQ(accounts.target.messages(inbox).size(), 7U);
  EXPECT_EQ(accounts.target.messages(archive).size(), 1U);
  EXPECT_EQ(accounts.copy().copied_now, 0U);
}

TEST_F(Moves, of_what_its_owner_moved_there_elsewhere_are_reported) {
  accounts.target.make_folder(path("Mine"));
  accounts.target.move(inbox, copies[1], path("Mine"));
  accounts.source.move(inbox, ids[1], archive);
  const auto verdict = accounts.copy();
  EXPECT_EQ(verdict.copied_now, 0U) << verdict.sentence();
  EXPECT_EQ(accounts.events.noticed(NoticeKind::move_reported), 1U);
  EXPECT_EQ(accounts.target.messages(path("Mine")).size(), 1U);
  EXPECT_EQ(accounts.target.messages(archive).size(), 1U);
}

TEST_F(Moves, of_what_its_owner_moved_there_to_the_same_place_arrive_once) {
  accounts.target.move(inbox, copies[1], archive);
  accounts.source.move(inbox, ids[1], archive);
  const auto verdict = accounts.copy();
  EXPECT_EQ(verdict.copied_now, 0U) << verdict.sentence();
  expect_same(accounts);
}

TEST_F(Moves, a_copy_is_no_move) {
  accounts.source.copy(inbox, ids[0], archive);
  expect_counts(accounts.copy(), 9, 0, 1);
  expect_same(accounts);
}

TEST_F(Moves, into_a_new_folder) {
  accounts.source.make_folder(path("Project/2012"));
  for (int i = 0; i < 3; ++i) accounts.source.move(inbox, ids[i], path("Project/2012"));
  expect_counts(accounts.copy(), 8, 0, 0);
  expect_same(accounts);
}

TEST_F(Moves, one_of_two_equal_ones) {
  const auto twin = accounts.source.deliver(inbox, letter(0), flags("\\Seen"), day(0));
  expect_counts(accounts.copy(), 9, 0, 1);
  accounts.source.move(inbox, twin, archive);
  expect_counts(accounts.copy(), 9, 0, 0);
  expect_same(accounts);
}

TEST_F(Moves, with_other_flags_since) {
  const auto moved = accounts.source.move(inbox, ids[0], archive);
  accounts.source.set_flags(archive, moved, flags("\\Seen \\Answered"));
  EXPECT_EQ(accounts.copy().copied_now, 0U);
  accounts.copy();
  expect_same(accounts);
}

TEST_F(Moves, a_renamed_folder_takes_its_messages_along) {
  accounts.source.rename_folder(archive, path("Attic"));
  const auto verdict = accounts.copy();
  EXPECT_EQ(verdict.copied_now, 0U) << verdict.sentence();
  EXPECT_EQ(verdict.exit(), Exit::complete);
  EXPECT_EQ(accounts.events.noticed(NoticeKind::folder_renamed), 1U);
  EXPECT_EQ(seen(accounts.target, path("Attic")), seen(accounts.source, path("Attic")));
  EXPECT_TRUE(accounts.target.messages(archive).empty());
  EXPECT_EQ(accounts.copy().copied_now, 0U);
}

TEST_F(Moves, a_folder_renamed_and_named_back_takes_its_messages_along) {
  accounts.source.deliver(archive, letter(51), {}, day(51));
  accounts.copy();
  accounts.target.remove(archive, local::item_id(accounts.target.messages(archive)[0].number));
  accounts.source.rename_folder(archive, path("Attic"));
  accounts.copy();
  accounts.source.rename_folder(path("Attic"), archive);
  for (int run = 0; run < 2; ++run) {
    const auto verdict = accounts.copy();
    expect_counts(verdict, 8, 0, 0);
    EXPECT_EQ(verdict.moved_or_removed, 1U) << verdict.sentence();
    EXPECT_EQ(accounts.target.messages(archive).size(), 1U);
    EXPECT_TRUE(accounts.target.messages(path("Attic")).empty());
  }
}

TEST_F(Moves, a_folder_that_was_not_shown_for_a_while_has_its_copies) {
  accounts.options.exclude = {"Hidden"};
  accounts.copy();
  accounts.source.rename_folder(archive, path("Hidden"));
  accounts.copy();
  accounts.source.rename_folder(path("Hidden"), archive);
  for (int run = 0; run < 2; ++run) {
    expect_counts(accounts.copy(), 8, 0, 0);
    expect_same(accounts);
  }
}

TEST_F(Moves, a_folder_that_is_gone_stays_on_the_target) {
  accounts.source.remove_folder(archive);
  const auto verdict = accounts.copy();
  expect_counts(verdict, 7, 0, 0);
  EXPECT_EQ(accounts.events.noticed(NoticeKind::folder_gone), 1U);
  EXPECT_EQ(accounts.target.messages(archive).size(), 1U);
  accounts.copy();
  EXPECT_EQ(accounts.events.noticed(NoticeKind::folder_gone), 0U);
}

TEST_F(Moves, the_target_that_tells_no_ids_is_followed_too) {
  accounts.target.traits().told.returns_ids = mail::Keeps::no;
  accounts.source.move(inbox, ids[0], archive);
  const auto verdict = accounts.copy();
  EXPECT_EQ(verdict.copied_now, 0U) << verdict.sentence();
  expect_same(accounts);
  accounts.copy();
  expect_same(accounts);
}

TEST_F(Moves, a_move_the_target_refuses_is_not_copied_either) {
  accounts.target.on_step([](const local::MemoryStep& step) {
    return step.call == local::MemoryCall::place && step.moment == local::MemoryMoment::before_store
               ? local::MemoryFault::refuse
               : local::MemoryFault::none;
  });
  accounts.source.move(inbox, ids[0], archive);
  EXPECT_EQ(accounts.copy().copied_now, 0U);
  EXPECT_EQ(accounts.target.used_items(), 8U);
}

}  // namespace
}  // namespace postferry::engine

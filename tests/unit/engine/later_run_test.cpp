// Later runs: new mail, flags both ways, what the owner did on the target meanwhile, renumbered
// folders, other options.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <string>
#include <utility>

#include "tests/unit/engine/two_accounts.hpp"

namespace postferry::engine {
namespace {

// Ten messages were copied; ids[i] is letter i at the source, copies[i] on the target.
struct LaterRun : testing::Test {
  LaterRun() {
    for (int i = 0; i < 10; ++i)
      ids.push_back(accounts.source.deliver(inbox, letter(i), flags("\\Seen"), day(i)));
    expect_counts(accounts.copy(), 10, 0, 10);
    for (const auto& message : accounts.target.messages(inbox))
      copies.push_back(local::item_id(message.number));
  }

  mail::Flags flags_there(std::size_t number) const {
    return accounts.target.messages(inbox).at(number).flags;
  }

  TwoAccounts accounts;
  std::vector<mail::ItemId> ids;
  std::vector<mail::ItemId> copies;
};

TEST_F(LaterRun, copies_what_is_new) {
  accounts.source.deliver(inbox, letter(10), {}, day(10));
  accounts.source.deliver(inbox, letter(3), flags("\\Seen"), day(3));  // a genuine duplicate
  accounts.source.deliver(path("New"), letter(11), {}, day(11));
  expect_counts(accounts.copy(), 13, 0, 3);
  expect_same(accounts);
}

TEST_F(LaterRun, new_mail_on_both_sides_was_there) {
  accounts.source.deliver(inbox, "Received: old\r\n" + letter(10), {}, day(10));
  accounts.target.deliver(inbox, "Received: new\r\n" + letter(10), {}, day(10));
  accounts.target.deliver(inbox, letter(11), {}, day(11));
  expect_counts(accounts.copy(), 10, 1, 0);
  EXPECT_EQ(accounts.target.messages(inbox).size(), 12U);
}

TEST_F(LaterRun, flags_travel_one_by_one_and_the_owner_keeps_theirs) {
  accounts.source.set_flags(inbox, ids[0], flags("\\Seen \\Flagged"));
  accounts.source.set_flags(inbox, ids[1], flags(""));
  accounts.source.set_flags(inbox, ids[2], flags("\\Seen $Work"));
  accounts.target.set_flags(inbox, copies[2], flags("\\Answered"));
  accounts.target.set_flags(inbox, copies[3], flags("\\Seen \\Flagged"));
  const auto verdict = accounts.copy();
  expect_counts(verdict, 10, 0, 0);
  EXPECT_EQ(verdict.flags_changed_now, 3U);
  EXPECT_EQ(flags_there(0), flags("\\Seen \\Flagged"));
  EXPECT_EQ(flags_there(1), flags(""));
  EXPECT_EQ(flags_there(2), flags("\\Answered $Work"));
  EXPECT_EQ(flags_there(3), flags("\\Seen \\Flagged"));
  EXPECT_EQ(accounts.copy().flags_changed_now, 0U);
  EXPECT_EQ(flags_there(2), flags("\\Answered $Work"));
}

TEST_F(LaterRun, a_flag_that_was_carried_can_be_taken_back) {
  accounts.source.set_flags(inbox, ids[0], flags("\\Seen \\Flagged"));
  accounts.copy();
  accounts.source.set_flags(inbox, ids[0], flags("\\Seen"));
  EXPECT_EQ(accounts.copy().flags_changed_now, 1U);
  EXPECT_EQ(flags_there(0), flags("\\Seen"));
}

TEST_F(LaterRun, deleted_is_never_set) {
  accounts.source.set_flags(inbox, ids[0], flags("\\Seen \\Deleted"));
  accounts.source.set_flags(inbox, ids[1], flags("\\Seen \\Deleted \\Flagged"));
  accounts.copy();
  EXPECT_EQ(flags_there(0), flags("\\Seen"));
  EXPECT_EQ(flags_there(1), flags("\\Seen \\Flagged"));
}

TEST_F(LaterRun, deleted_by_the_owner_there_stays_deleted) {
  accounts.target.set_flags(inbox, copies[0], flags("\\Seen \\Deleted"));
  accounts.source.set_flags(inbox, ids[0], flags("\\Seen \\Flagged"));
  accounts.copy();
  EXPECT_EQ(flags_there(0), flags("\\Seen \\Deleted \\Flagged"));
}

TEST_F(LaterRun, flags_of_a_store_without_versions_travel_too) {
  accounts.source.traits().versions = local::MemoryVersions::none;
  accounts.source.traits().listing = std::nullopt;
  accounts.source.set_flags(inbox, ids[4], flags("\\Seen \\Flagged"));
  EXPECT_EQ(accounts.copy().flags_changed_now, 1U);
  EXPECT_EQ(flags_there(4), flags("\\Seen \\Flagged"));
}

TEST_F(LaterRun, what_the_owner_moved_or_removed_there_does_not_come_back) {
  accounts.target.make_folder(path("Mine"));
  accounts.target.move(inbox, copies[0], path("Mine"));
  accounts.target.remove(inbox, copies[1]);
  accounts.source.deliver(inbox, letter(10), flags("\\Seen"), day(10));
  for (int run = 0; run < 2; ++run) {
    const auto verdict = accounts.copy();
    expect_counts(verdict, 9, 0, run == 0 ? 1 : 0);
    EXPECT_EQ(verdict.moved_or_removed, 2U);
    EXPECT_EQ(accounts.target.messages(inbox).size(), 9U);
  }
}

TEST_F(LaterRun, a_folder_the_owner_removed_there_does_not_come_back) {
  accounts.source.deliver(path("Old"), letter(20), {}, day(20));
  accounts.copy();
  accounts.target.remove_folder(path("Old"));
  const auto verdict = accounts.copy();
  EXPECT_EQ(verdict.moved_or_removed, 1U) << verdict.sentence();
  EXPECT_EQ(verdict.exit(), Exit::complete);
  EXPECT_EQ(accounts.target.find(path("Old")), nullptr);
}

TEST_F(LaterRun, what_is_removed_at_the_source_stays_on_the_target) {
  accounts.source.remove(inbox, ids[5]);
  const auto verdict = accounts.copy();
  expect_counts(verdict, 9, 0, 0);
  EXPECT_EQ(verdict.messages, 9U);
  EXPECT_EQ(accounts.target.messages(inbox).size(), 10U);
}

TEST_F(LaterRun, renumbered_at_the_source_nothing_comes_twice) {
  accounts.source.remove(inbox, ids[0]);
  accounts.source.bump_generation(inbox);
  accounts.source.deliver(inbox, letter(10), {}, day(10));
  expect_counts(accounts.copy(), 10, 0, 1);
  EXPECT_EQ(accounts.events.noticed(NoticeKind::generation_changed), 9U);
  EXPECT_EQ(accounts.target.messages(inbox).size(), 11U);
  expect_counts(accounts.copy(), 10, 0, 0);
}

TEST_F(LaterRun, renumbered_at_the_source_the_owners_moves_still_stand) {
  accounts.target.remove(inbox, copies[3]);
  accounts.source.bump_generation(inbox);
  const auto verdict = accounts.copy();
  EXPECT_EQ(verdict.moved_or_removed, 1U) << verdict.sentence();
  EXPECT_EQ(verdict.copied_now, 0U);
  EXPECT_EQ(accounts.target.messages(inbox).size(), 9U);
}

TEST_F(LaterRun, renumbered_on_the_target_nothing_comes_twice) {
  accounts.target.remove(inbox, copies[0]);
  accounts.target.bump_generation(inbox);
  accounts.source.deliver(inbox, letter(10), {}, day(10));
  const auto verdict = accounts.copy();
  expect_counts(verdict, 10, 0, 1);
  EXPECT_EQ(verdict.moved_or_removed, 1U);
  EXPECT_EQ(accounts.target.messages(inbox).size(), 10U);
  accounts.source.set_flags(inbox, ids[7], flags("\\Seen \\Flagged"));
  EXPECT_EQ(accounts.copy().flags_changed_now, 1U);
}

TEST_F(LaterRun, renumbered_on_the_target_while_it_runs_it_begins_again) {
  for (int i = 10; i < 20; ++i) accounts.source.deliver(inbox, letter(i), {}, day(i));
  bool renumbered = false;
  accounts.target.on_step([&](const local::MemoryStep& step) {
    if (step.call == local::MemoryCall::append && !std::exchange(renumbered, true))
      accounts.target.bump_generation(inbox);
    return local::MemoryFault::none;
  });
  const auto verdict = accounts.copy();
  EXPECT_TRUE(renumbered);
  EXPECT_EQ(verdict.exit(), Exit::complete) << verdict.sentence();
  EXPECT_EQ(verdict.messages, 20U) << verdict.sentence();
  EXPECT_EQ(verdict.copied_now, 10U);
  expect_same(accounts);
}

TEST_F(LaterRun, renumbered_on_both_sides_with_twins) {
  for (int i = 0; i < 4; ++i) accounts.source.deliver(inbox, nameless(i / 2), {}, day(i));
  for (int i = 0; i < 3; ++i) accounts.source.deliver(inbox, letter(30, fmt::format("{}", i)));
  accounts.copy();
  accounts.source.bump_generation(inbox);
  accounts.target.bump_generation(inbox);
  expect_counts(accounts.copy(), 17, 0, 0);
  expect_same(accounts);
}

TEST_F(LaterRun, a_wider_max_size_copies_what_was_excluded) {
  accounts.options.max_size_bytes = 1000;
  accounts.source.deliver(inbox, letter(10, std::string(5000, 'x')), {}, day(10));
  auto verdict = accounts.copy();
  EXPECT_EQ(verdict.excluded["--max-size"], 1U) << verdict.sentence();
  accounts.options.max_size_bytes = 10'000;
  verdict = accounts.copy();
  expect_counts(verdict, 11, 0, 1);
  EXPECT_TRUE(verdict.excluded.empty()) << verdict.sentence();
  expect_same(accounts);
}

TEST_F(LaterRun, a_narrower_max_size_takes_nothing_back) {
  accounts.options.max_size_bytes = 10;
  expect_counts(accounts.copy(), 10, 0, 0);
  EXPECT_EQ(accounts.target.messages(inbox).size(), 10U);
}

TEST_F(LaterRun, another_map_keeps_the_folder_where_it_is) {
  accounts.options.map = {{inbox, path("Elsewhere")}};
  accounts.source.deliver(inbox, letter(10), {}, day(10));
  expect_counts(accounts.copy(), 11, 0, 1);
  EXPECT_GT(accounts.events.noticed(NoticeKind::rule_changed), 0U);
  EXPECT_EQ(accounts.target.find(path("Elsewhere")), nullptr);
  EXPECT_EQ(accounts.target.messages(inbox).size(), 11U);
}

TEST_F(LaterRun, a_folder_excluded_later_keeps_what_is_there) {
  accounts.options.exclude = {"INBOX"};
  const auto verdict = accounts.copy();
  EXPECT_EQ(verdict.exit(), Exit::complete);
  EXPECT_EQ(verdict.excluded.at("--exclude 'INBOX'"), 10U);
  accounts.options.exclude.clear();
  expect_counts(accounts.copy(), 10, 0, 0);
}

TEST_F(LaterRun, a_run_that_stopped_while_it_verified_leaves_no_rule_behind) {
  for (const auto* name : {"A", "B", "C"}) {
    accounts.source.deliver(path(name), letter(20), {}, day(20));
    accounts.source.deliver(path(name), letter(21, std::string(5000, 'x')), {}, day(21));
  }
  StopRequest stop;
  accounts.target.on_step([&stop](const local::MemoryStep& step) {
    if (step.call == local::MemoryCall::ids && step.folder == path("B")) stop.stop();
    return local::MemoryFault::none;
  });
  const auto wished = std::exchange(accounts.options.max_size_bytes, 1000);
  EXPECT_EQ(run_once(accounts.context(), stop).exit(), Exit::interrupted);
  accounts.target.on_step({});
  accounts.options.max_size_bytes = wished;
  const auto verdict = accounts.copy();
  EXPECT_TRUE(verdict.excluded.empty()) << verdict.sentence();
  expect_counts(verdict, 16, 0, 3);
  expect_same(accounts);
}

TEST_F(LaterRun, the_first_run_was_stopped_while_it_verified_by_other_rules) {
  accounts.forget();
  accounts.source.deliver(path("Z"), letter(20, std::string(5000, 'x')), {}, day(20));
  accounts.options.max_size_bytes = 1000;
  accounts.source.on_step([&, listed = false](const local::MemoryStep& step) mutable {
    if (step.call != local::MemoryCall::folders || step.moment != local::MemoryMoment::call)
      return local::MemoryFault::none;
    if (std::exchange(listed, true)) accounts.source_closed = Error{.code = ErrorCode::internal};
    return accounts.source_closed ? local::MemoryFault::lose_connection : local::MemoryFault::none;
  });
  EXPECT_TRUE(accounts.copy().stopped_by.has_value());
  accounts.source.on_step({});
  accounts.source_closed.reset();
  accounts.options.max_size_bytes.reset();
  const auto verdict = accounts.copy();
  EXPECT_TRUE(verdict.excluded.empty()) << verdict.sentence();
  expect_same(accounts);
}

TEST_F(LaterRun, a_delta_that_hides_what_vanished_is_not_believed) {
  accounts.source.traits().coverage = mail::Coverage::changes_only;
  accounts.source.remove(inbox, ids[2]);
  accounts.source.deliver(inbox, letter(10), {}, day(10));
  const auto verdict = accounts.copy();
  expect_counts(verdict, 10, 0, 1);
  EXPECT_EQ(verdict.messages, 10U);
}

}  // namespace
}  // namespace postferry::engine

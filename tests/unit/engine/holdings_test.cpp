// The proof by counting: what it takes for proof, and that everything else is listed.
#include "engine/holdings.hpp"

#include <functional>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <utility>

#include "tests/unit/engine/two_accounts.hpp"

namespace postferry::engine {
namespace {

using local::MemoryCall;
using local::MemoryFault;
using local::MemoryMoment;
using local::MemoryStep;

mail::Folder listed(std::uint64_t messages, std::optional<std::uint64_t> last_number,
                    std::string generation = "7") {
  mail::Folder folder;
  folder.generation = mail::Generation(std::move(generation));
  folder.state = mail::FolderState{.messages = messages,
                                   .checkpoint = mail::Checkpoint(std::to_string(messages)),
                                   .covers = mail::Covers::membership,
                                   .last_number = last_number};
  return folder;
}

// Settled, and verified where it stood with so many messages.
Holding held(std::uint64_t settled, std::uint64_t doubtful = 0) {
  return {.settled = settled,
          .doubtful = doubtful,
          .verified = mail::Checkpoint(std::to_string(settled))};
}

NumbersGiven given(std::uint64_t first, std::uint64_t last) {
  NumbersGiven numbers;
  for (auto number = first; number <= last; ++number)
    numbers.add(mail::ItemId(std::to_string(number)));
  return numbers;
}

TEST(NumbersGiven, are_all_numbers_in_whatever_order_they_come) {
  NumbersGiven numbers;
  for (const auto* number : {"7", "5", "9", "6", "8"}) numbers.add(mail::ItemId(number));
  EXPECT_EQ(numbers.count(), 5U);
  EXPECT_TRUE(numbers.are_all_between(4, 9));
  EXPECT_FALSE(numbers.are_all_between(3, 9));
  EXPECT_FALSE(numbers.are_all_between(4, 10));
  EXPECT_FALSE(numbers.are_all_between(3, 8));
  EXPECT_TRUE(NumbersGiven().are_all_between(9, 9));
  EXPECT_FALSE(NumbersGiven().are_all_between(9, 10));
  EXPECT_FALSE(NumbersGiven().are_all_between(9, 8));
}

TEST(NumbersGiven, prove_nothing_where_one_is_unknown_or_given_twice) {
  auto unknown = given(1, 4);
  unknown.add(std::nullopt);
  EXPECT_FALSE(unknown.are_all_between(0, 5));
  auto twice = given(1, 4);
  twice.add(mail::ItemId("2"));
  EXPECT_FALSE(twice.are_all_between(0, 5));
  EXPECT_FALSE(twice.are_all_between(0, 4));
  auto no_number = given(1, 4);
  no_number.add(mail::ItemId("AAMk5"));
  EXPECT_FALSE(no_number.are_all_between(0, 5));
}

TEST(AddingUp, what_was_appended_is_all_that_came) {
  EXPECT_TRUE(adds_up(listed(0, 0), held(0), given(1, 50), listed(50, 50), held(50)));
  EXPECT_TRUE(adds_up(listed(20, 900), held(20), given(901, 905), listed(25, 905), held(25)));
  EXPECT_TRUE(adds_up(listed(20, 900), held(20), {}, listed(20, 900), held(20)));
}

TEST(AddingUp, one_went_and_another_came) {
  EXPECT_FALSE(adds_up(listed(0, 0), held(0), given(1, 50), listed(50, 51), held(50)));
}

TEST(AddingUp, one_was_never_stored_and_a_stranger_came) {
  EXPECT_FALSE(adds_up(listed(10, 10), held(10), given(11, 12), listed(13, 13), held(13)));
}

TEST(AddingUp, one_is_missing) {
  EXPECT_FALSE(adds_up(listed(0, 0), held(0), given(1, 50), listed(49, 50), held(50)));
  EXPECT_FALSE(adds_up(listed(0, 0), held(0), given(1, 50), listed(49, 49), held(50)));
  // Nor does it help that another is no longer counted.
  EXPECT_FALSE(adds_up(listed(10, 10), held(10), given(11, 13), listed(12, 12), held(12)));
}

TEST(AddingUp, what_was_settled_otherwise_is_not_proved) {
  EXPECT_FALSE(adds_up(listed(10, 10), held(10), given(11, 12), listed(12, 12), held(13)));
}

TEST(AddingUp, strangers_were_there_before) {
  EXPECT_FALSE(adds_up(listed(3, 3), held(0), given(4, 53), listed(53, 53), held(50)));
  EXPECT_FALSE(adds_up(listed(3, 3), held(0), given(4, 53), listed(50, 53), held(50)));
  // As many of ours are gone as there are strangers, and it was never verified like this.
  auto unverified = held(20);
  unverified.verified = mail::Checkpoint("another");
  EXPECT_FALSE(adds_up(listed(20, 20), unverified, given(21, 25), listed(25, 25), held(25)));
  unverified.verified.reset();
  EXPECT_FALSE(adds_up(listed(20, 20), unverified, given(21, 25), listed(25, 25), held(25)));
}

TEST(AddingUp, what_is_doubtful_proves_nothing) {
  EXPECT_FALSE(adds_up(listed(0, 0), held(0), given(1, 50), listed(50, 50), held(50, 1)));
  EXPECT_FALSE(adds_up(listed(0, 0), held(0, 1), given(1, 50), listed(50, 50), held(50)));
}

TEST(AddingUp, another_generation_or_none_proves_nothing) {
  EXPECT_FALSE(adds_up(listed(0, 0, "7"), held(0), given(1, 50), listed(50, 50, "8"), held(50)));
  EXPECT_FALSE(adds_up(listed(0, 0, ""), held(0), given(1, 50), listed(50, 50, ""), held(50)));
}

TEST(AddingUp, a_store_that_tells_no_numbers_proves_nothing) {
  EXPECT_FALSE(adds_up(listed(0, std::nullopt), held(0), given(1, 50), listed(50, 50), held(50)));
  EXPECT_FALSE(adds_up(listed(0, 0), held(0), given(1, 50), listed(50, std::nullopt), held(50)));
  EXPECT_FALSE(adds_up(mail::Folder(), held(0), given(1, 50), listed(50, 50), held(50)));
}

struct Verifying : testing::Test {
  Verifying() {
    for (int i = 0; i < 50; ++i) accounts.source.deliver(inbox, letter(i), {}, day(i));
    watch();
  }
  // Counts how often the target's ids are listed; the second batch shall find the owner at work.
  void watch() {
    accounts.target.on_step([this](const MemoryStep& step) {
      if (step.call == MemoryCall::ids && step.moment == MemoryMoment::call) ++listings;
      if (step.call == MemoryCall::append && step.moment == MemoryMoment::before_answer && owner)
        std::exchange(owner, {})();
      return MemoryFault::none;
    });
  }
  // From now on one message is claimed to be stored, and is not.
  void claim_the_first() {
    accounts.target.on_step([this, claimed = false](const MemoryStep& step) mutable {
      if (step.call == MemoryCall::ids && step.moment == MemoryMoment::call) ++listings;
      if (step.call != MemoryCall::append) return MemoryFault::none;
      if (step.moment == MemoryMoment::before_answer && owner) std::exchange(owner, {})();
      const bool lie = !claimed && step.moment == MemoryMoment::before_store;
      claimed = claimed || lie;
      return lie ? MemoryFault::claim_stored : MemoryFault::none;
    });
  }
  mail::ItemId first() { return local::item_id(accounts.target.messages(inbox).front().number); }
  int listings = 0;
  std::function<void()> owner;
  TwoAccounts accounts;
};

TEST_F(Verifying, a_copy_into_an_empty_folder_needs_no_listing) {
  expect_counts(accounts.copy(), 50, 0, 50);
  EXPECT_EQ(listings, 0);
  expect_same(accounts);
}

TEST_F(Verifying, nor_does_what_came_later) {
  accounts.copy();
  accounts.source.deliver(inbox, letter(60), {}, day(60));
  expect_counts(accounts.copy(), 51, 0, 1);
  EXPECT_EQ(listings, 0);
  expect_same(accounts);
}

TEST_F(Verifying, an_owner_who_removes_one_meanwhile_is_noticed) {
  owner = [this] { accounts.target.remove(inbox, first()); };
  const auto verdict = accounts.copy();
  EXPECT_EQ(verdict.moved_or_removed, 1U) << verdict.sentence();
  EXPECT_EQ(verdict.brought, 49U);
  EXPECT_GT(listings, 0);
}

TEST_F(Verifying, also_when_a_letter_comes_in_its_place) {
  owner = [this] {
    accounts.target.remove(inbox, first());
    accounts.target.deliver(inbox, letter(900), {}, day(900));
  };
  const auto verdict = accounts.copy();
  EXPECT_EQ(verdict.moved_or_removed, 1U) << verdict.sentence();
  EXPECT_EQ(verdict.brought, 49U);
}

TEST_F(Verifying, a_letter_that_came_meanwhile_costs_a_listing_and_no_more) {
  owner = [this] { accounts.target.deliver(inbox, letter(900), {}, day(900)); };
  expect_counts(accounts.copy(), 50, 0, 50);
  EXPECT_GT(listings, 0);
}

TEST_F(Verifying, what_was_claimed_and_never_stored_is_noticed) {
  accounts.target.traits().told.append_mode = mail::AppendMode::one_by_one;
  bool claimed = false;
  accounts.target.on_step([&](const MemoryStep& step) {
    if (step.call == MemoryCall::ids && step.moment == MemoryMoment::call) ++listings;
    const bool lie = !claimed && step.call == MemoryCall::append &&
                     step.moment == MemoryMoment::before_store && step.item == 10;
    claimed = claimed || lie;
    return lie ? MemoryFault::claim_stored : MemoryFault::none;
  });
  const auto verdict = accounts.copy();
  EXPECT_EQ(verdict.brought, 49U) << verdict.sentence();
  EXPECT_GT(listings, 0);
}

TEST_F(Verifying, also_when_another_vanished_from_the_source) {
  accounts.copy();
  accounts.target.traits().told.append_mode = mail::AppendMode::one_by_one;
  accounts.source.remove(inbox, local::item_id(accounts.source.messages(inbox).front().number));
  for (int i = 60; i < 63; ++i) accounts.source.deliver(inbox, letter(i), {}, day(i));
  claim_the_first();
  const auto verdict = accounts.copy();
  EXPECT_EQ(verdict.brought, 51U) << verdict.sentence();
  EXPECT_NE(verdict.exit(), Exit::complete);
}

TEST_F(Verifying, also_when_a_stranger_comes_instead) {
  accounts.copy();
  accounts.target.traits().told.append_mode = mail::AppendMode::one_by_one;
  for (int i = 60; i < 63; ++i) accounts.source.deliver(inbox, letter(i), {}, day(i));
  claim_the_first();
  owner = [this] { accounts.target.deliver(inbox, letter(900), {}, day(900)); };
  accounts.copy();
  EXPECT_GT(listings, 0);
}

TEST_F(Verifying, several_folders_in_one_are_counted_together) {
  accounts.options.map = {{path("Second"), inbox}};
  for (int i = 100; i < 120; ++i) accounts.source.deliver(path("Second"), letter(i), {}, day(i));
  expect_counts(accounts.copy(), 70, 0, 70);
  EXPECT_EQ(listings, 0);
  EXPECT_EQ(accounts.target.messages(inbox).size(), 70U);
}

TEST_F(Verifying, strangers_of_a_shared_folder_are_looked_for) {
  accounts.options.map = {{path("A"), path("Both")}, {path("B"), path("Both")}};
  const auto both = path("Both");
  accounts.source.deliver(path("A"), letter(100), {}, day(1));
  accounts.source.deliver(path("B"), letter(101), {}, day(2));
  accounts.copy();
  // The owner removes the copy of B's letter, and N is delivered on the target.
  for (const auto& message : accounts.target.messages(both))
    if (*message.bytes == letter(101)) accounts.target.remove(both, local::item_id(message.number));
  accounts.target.deliver(both, letter(102), {}, day(3));
  accounts.copy();
  accounts.source.deliver(path("A"), letter(102), {}, day(3));
  const auto verdict = accounts.copy();
  EXPECT_EQ(verdict.was_there, 1U) << verdict.sentence();
  EXPECT_EQ(accounts.target.messages(both).size(), 2U);
}

TEST(Flags, a_folder_that_cannot_be_opened_for_them_holds_up_no_other) {
  TwoAccounts accounts;
  for (const auto* name : {"A", "B", "C"})
    accounts.source.deliver(path(name), letter(1), {}, day(1));
  accounts.copy();
  const auto id = local::item_id(accounts.source.messages(path("A")).front().number);
  accounts.source.set_flags(path("A"), id, flags("\\Flagged"));
  for (const auto* name : {"B", "C"}) accounts.source.deliver(path(name), letter(2), {}, day(2));
  accounts.target.on_step([](const MemoryStep& step) {
    if (step.call == MemoryCall::look && step.folder == path("A"))
      throw Failure(Error{.code = ErrorCode::server_refused,
                          .text = "in use",
                          .where = "A",
                          .side = Side::target,
                          .scope = Scope::folder});
    return MemoryFault::none;
  });
  const auto verdict = accounts.copy();
  EXPECT_EQ(verdict.exit(), Exit::incomplete) << verdict.sentence();
  EXPECT_EQ(accounts.target.messages(path("B")).size(), 2U);
  EXPECT_EQ(accounts.target.messages(path("C")).size(), 2U);
  accounts.target.on_step({});
  EXPECT_EQ(accounts.copy().exit(), Exit::complete);
  EXPECT_EQ(accounts.target.messages(path("A")).front().flags, flags("\\Flagged"));
}

}  // namespace
}  // namespace postferry::engine

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

const auto inbox = path("INBOX");

mail::Folder listed(std::uint64_t messages, std::optional<std::uint64_t> ids_given,
                    std::string generation = "7") {
  mail::Folder folder;
  folder.generation = mail::Generation(std::move(generation));
  folder.state = mail::FolderState{.messages = messages,
                                   .checkpoint = {},
                                   .covers = mail::Covers::membership,
                                   .ids_given = ids_given};
  return folder;
}

TEST(AddingUp, what_was_settled_is_all_that_came) {
  EXPECT_TRUE(adds_up(listed(0, 0), {0, 0}, listed(50, 50), {50, 0}));
  EXPECT_TRUE(adds_up(listed(20, 900), {20, 0}, listed(25, 905), {25, 0}));
  EXPECT_TRUE(adds_up(listed(20, 900), {20, 0}, listed(20, 900), {20, 0}));
}

TEST(AddingUp, one_went_and_another_came) {
  EXPECT_FALSE(adds_up(listed(0, 0), {0, 0}, listed(50, 51), {50, 0}));
}

TEST(AddingUp, one_is_missing) {
  EXPECT_FALSE(adds_up(listed(0, 0), {0, 0}, listed(49, 50), {50, 0}));
  EXPECT_FALSE(adds_up(listed(0, 0), {0, 0}, listed(49, 49), {50, 0}));
}

TEST(AddingUp, two_were_given_one_id) {
  EXPECT_FALSE(adds_up(listed(0, 0), {0, 0}, listed(49, 49), {50, 0}));
}

TEST(AddingUp, strangers_were_there_before) {
  EXPECT_FALSE(adds_up(listed(3, 3), {0, 0}, listed(53, 53), {50, 0}));
  // As many of ours went as there are strangers.
  EXPECT_FALSE(adds_up(listed(3, 3), {0, 0}, listed(50, 53), {50, 0}));
}

TEST(AddingUp, what_is_doubtful_proves_nothing) {
  EXPECT_FALSE(adds_up(listed(0, 0), {0, 0}, listed(50, 50), {50, 1}));
  EXPECT_FALSE(adds_up(listed(0, 0), {0, 1}, listed(50, 50), {50, 0}));
}

TEST(AddingUp, another_generation_or_none_proves_nothing) {
  EXPECT_FALSE(adds_up(listed(0, 0, "7"), {0, 0}, listed(50, 50, "8"), {50, 0}));
  EXPECT_FALSE(adds_up(listed(0, 0, ""), {0, 0}, listed(50, 50, ""), {50, 0}));
}

TEST(AddingUp, a_store_that_tells_no_ids_proves_nothing) {
  EXPECT_FALSE(adds_up(listed(0, std::nullopt), {0, 0}, listed(50, 50), {50, 0}));
  EXPECT_FALSE(adds_up(listed(0, 0), {0, 0}, listed(50, std::nullopt), {50, 0}));
  mail::Folder unknown;
  EXPECT_FALSE(adds_up(unknown, {0, 0}, listed(50, 50), {50, 0}));
}

TEST(AddingUp, ids_never_run_backwards) {
  EXPECT_FALSE(adds_up(listed(20, 900), {20, 0}, listed(19, 899), {19, 0}));
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

TEST_F(Verifying, several_folders_in_one_are_counted_together) {
  accounts.options.map = {{path("Second"), inbox}};
  for (int i = 100; i < 120; ++i) accounts.source.deliver(path("Second"), letter(i), {}, day(i));
  expect_counts(accounts.copy(), 70, 0, 70);
  EXPECT_EQ(listings, 0);
  EXPECT_EQ(accounts.target.messages(inbox).size(), 70U);
}

}  // namespace
}  // namespace postferry::engine

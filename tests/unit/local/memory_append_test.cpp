#include <gtest/gtest.h>

#include "tests/unit/local/memory_fixture.hpp"

namespace postferry::local {
namespace {

struct Appended {
  std::string outcomes;
  std::string there;
  std::optional<Error> failure;
  std::vector<mail::Outcome> all;
};

Appended append(MemoryAccount& account, std::vector<std::string> words, mail::Flags flags = {}) {
  MemoryTarget target(account);
  Contents contents(std::move(words), std::move(flags));
  Outcomes outcomes;
  Appended result;
  result.failure = failure_of(target.append(folder_of("INBOX"), contents, outcomes));
  result.outcomes = outcomes.text();
  result.there = bytes_in(account, "INBOX");
  result.all = outcomes.all;
  return result;
}

MemoryTraits traits_of(mail::AppendMode mode) {
  MemoryTraits traits;
  traits.told.append_mode = mode;
  return traits;
}

std::optional<Error> no_bad_words(std::string_view bytes) {
  if (bytes.find("bad") == std::string_view::npos) return std::nullopt;
  return Error{.code = ErrorCode::content_refused, .text = "A bad word.", .where = ""};
}

// Makes one fault at the given moment of the given item.
MemoryFaults fault_at(MemoryMoment moment, std::size_t item, MemoryFault fault) {
  return [=](const MemoryStep& step) {
    const bool hit = step.call == MemoryCall::append && step.moment == moment && step.item == item;
    return hit ? fault : MemoryFault::none;
  };
}

TEST(MemoryAppend, one_by_one_refuses_the_item) {
  auto traits = traits_of(mail::AppendMode::one_by_one);
  traits.refuses_content = no_bad_words;
  MemoryAccount account(traits);
  const auto result = append(account, {"one", "bad", "two"});
  EXPECT_EQ(result.outcomes, "one:stored bad:refused two:stored");
  EXPECT_EQ(result.there, "one two");
  EXPECT_EQ(result.all[1].error->code, ErrorCode::content_refused);
}

TEST(MemoryAppend, multi_refuses_the_batch) {
  auto traits = traits_of(mail::AppendMode::multi);
  traits.refuses_content = no_bad_words;
  MemoryAccount account(traits);
  const auto result = append(account, {"one", "bad", "two"});
  EXPECT_EQ(result.outcomes, "one:batch_refused bad:batch_refused two:batch_refused");
  EXPECT_EQ(result.there, "");
  EXPECT_EQ(append(account, {"bad"}).outcomes, "bad:refused") << "it is alone";
  EXPECT_EQ(append(account, {"one", "two"}).outcomes, "one:stored two:stored");
}

TEST(MemoryAppend, what_was_answered_before_the_connection_broke_is_told) {
  MemoryAccount account(traits_of(mail::AppendMode::one_by_one));
  account.on_step(fault_at(MemoryMoment::before_store, 2, MemoryFault::lose_connection));
  const auto result = append(account, {"one", "two", "three", "four"});
  EXPECT_EQ(result.outcomes, "one:stored two:stored");
  EXPECT_EQ(result.there, "one two");
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.failure->code, ErrorCode::connection_lost);
}

TEST(MemoryAppend, a_stored_item_may_go_without_an_answer) {
  MemoryAccount account(traits_of(mail::AppendMode::one_by_one));
  account.on_step(fault_at(MemoryMoment::before_answer, 1, MemoryFault::lose_connection));
  const auto result = append(account, {"one", "two", "three"});
  EXPECT_EQ(result.outcomes, "one:stored");
  EXPECT_EQ(result.there, "one two");
}

TEST(MemoryAppend, pipelined_answers_come_behind) {
  auto traits = traits_of(mail::AppendMode::pipelined);
  traits.pipeline_items = 2;
  MemoryAccount account(traits);
  account.on_step(fault_at(MemoryMoment::content, 4, MemoryFault::lose_connection));
  const auto result = append(account, {"one", "two", "three", "four", "five"});
  EXPECT_EQ(result.outcomes, "one:stored two:stored");
  EXPECT_EQ(result.there, "one two three four");
}

TEST(MemoryAppend, multi_stores_all_or_nothing) {
  for (const auto moment : {MemoryMoment::content, MemoryMoment::before_store}) {
    MemoryAccount account(traits_of(mail::AppendMode::multi));
    account.on_step(fault_at(moment, 2, MemoryFault::lose_connection));
    const auto words = moment == MemoryMoment::content
                           ? std::vector<std::string>{"one", "two", "three"}
                           : std::vector<std::string>{"one", "two"};
    const auto result = append(account, words);
    EXPECT_TRUE(result.failure);
    EXPECT_EQ(result.outcomes, "");
    EXPECT_EQ(result.there, "");
  }
  MemoryAccount account(traits_of(mail::AppendMode::multi));
  account.on_step(fault_at(MemoryMoment::before_answer, 2, MemoryFault::lose_connection));
  const auto result = append(account, {"one", "two"});
  EXPECT_EQ(result.outcomes, "");
  EXPECT_EQ(result.there, "one two");
}

TEST(MemoryAppend, no_may_be_said_before_and_after_storing) {
  MemoryAccount account(traits_of(mail::AppendMode::one_by_one));
  account.on_step(fault_at(MemoryMoment::before_store, 0, MemoryFault::refuse));
  EXPECT_EQ(append(account, {"one"}).outcomes, "one:refused");
  EXPECT_EQ(bytes_in(account, "INBOX"), "");
  account.on_step(fault_at(MemoryMoment::before_answer, 0, MemoryFault::refuse));
  EXPECT_EQ(append(account, {"two"}).outcomes, "two:refused");
  EXPECT_EQ(bytes_in(account, "INBOX"), "two");
}

TEST(MemoryAppend, ok_may_be_said_without_storing) {
  MemoryAccount account(traits_of(mail::AppendMode::one_by_one));
  account.on_step(fault_at(MemoryMoment::before_store, 0, MemoryFault::claim_stored));
  const auto result = append(account, {"one"});
  EXPECT_EQ(result.outcomes, "one:stored");
  EXPECT_TRUE(result.all[0].target);
  EXPECT_EQ(result.there, "");
}

TEST(MemoryAppend, a_commit_may_come_late) {
  MemoryAccount account(traits_of(mail::AppendMode::multi));
  account.on_step(fault_at(MemoryMoment::before_store, 2, MemoryFault::store_late));
  const auto result = append(account, {"one", "two"});
  EXPECT_EQ(result.outcomes, "");
  EXPECT_EQ(result.there, "");
  ASSERT_TRUE(result.failure);
  account.commit_late();
  EXPECT_EQ(bytes_in(account, "INBOX"), "one two");
  account.commit_late();
  EXPECT_EQ(bytes_in(account, "INBOX"), "one two") << "once";
}

TEST(MemoryAppend, a_late_commit_shows_after_so_many_looks) {
  MemoryAccount account(traits_of(mail::AppendMode::one_by_one));
  account.traits().late_commit_looks = 1;
  account.on_step(fault_at(MemoryMoment::before_store, 0, MemoryFault::store_late));
  append(account, {"one"});
  MemorySource source(account);
  EXPECT_TRUE(test::run(source.ids(folder_of("INBOX"))).empty());
  EXPECT_EQ(test::run(source.ids(folder_of("INBOX"))).size(), 1U);
}

TEST(MemoryAppend, hangs_up_after_refusals_in_a_row) {
  auto traits = traits_of(mail::AppendMode::one_by_one);
  traits.refuses_content = no_bad_words;
  traits.hangs_up_after_refusals = 2;
  MemoryAccount account(traits);
  EXPECT_FALSE(append(account, {"bad", "one", "bad", "two"}).failure);
  const auto result = append(account, {"bad", "bad", "three"});
  EXPECT_EQ(result.outcomes, "bad:refused bad:refused");
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.failure->code, ErrorCode::connection_lost);
}

TEST(MemoryAppend, size_and_quota_have_their_bounds) {
  auto traits = traits_of(mail::AppendMode::one_by_one);
  traits.told.largest_item_bytes = 5;
  traits.quota_bytes = 12;
  MemoryAccount account(traits);
  const auto result = append(account, {"12345", "123456", "abcde", "xyz"});
  EXPECT_EQ(result.outcomes, "12345:stored 123456:refused abcde:stored xyz:refused");
  EXPECT_EQ(result.all[1].error->code, ErrorCode::item_too_large);
  EXPECT_EQ(result.all[3].error->code, ErrorCode::target_full);
  EXPECT_EQ(result.all[3].error->scope, Scope::account);
  MemoryTarget target(account);
  EXPECT_EQ(test::run(target.quota()).used_bytes, 10U);
}

TEST(MemoryAppend, dates_are_kept_ignored_or_clamped) {
  for (const auto dates : {MemoryDates::kept, MemoryDates::ignored, MemoryDates::clamped}) {
    MemoryAccount account;
    account.traits().dates = dates;
    account.set_clock([] { return Instant(std::chrono::seconds(1'500'000'000)); });
    MemoryTarget target(account);
    Outcomes outcomes;
    Contents past({"past"}, {}, at(1'000'000'000));
    Contents future({"future"}, {}, at(3'800'000'000));
    test::run(target.append(folder_of("INBOX"), past, outcomes));
    test::run(target.append(folder_of("INBOX"), future, outcomes));
    const auto there = account.messages(path("INBOX"));
    const auto now = at(1'500'000'000);
    EXPECT_EQ(there[0].received, dates == MemoryDates::ignored ? now : at(1'000'000'000));
    EXPECT_EQ(there[1].received, dates == MemoryDates::kept ? at(3'800'000'000) : now);
  }
}

TEST(MemoryAppend, flags_are_dropped_or_refused) {
  MemoryAccount account;
  account.traits().drops = mail::Flags::parse("\\Flagged Dropped");
  account.traits().refuses = mail::Flags::parse("Refused");
  append(account, {"one"}, mail::Flags::parse("\\Seen \\Flagged dropped Kept"));
  EXPECT_EQ(account.messages(path("INBOX")).at(0).flags.text(), "\\Seen Kept");
  EXPECT_EQ(append(account, {"two"}, mail::Flags::parse("Refused")).outcomes, "two:refused");
  MemoryTarget target(account);
  EXPECT_EQ(
      test::run(target.accepted(folder_of("INBOX"), mail::Flags::parse("Kept Dropped refused"))),
      mail::Flags::parse("Kept"));
}

TEST(MemoryAppend, bytes_may_be_rewritten) {
  MemoryAccount account;
  account.traits().rewrites = [](std::string bytes) { return bytes + "!"; };
  EXPECT_EQ(append(account, {"one"}).there, "one!");
}

TEST(MemoryAppend, owner_may_act_in_the_middle) {
  MemoryAccount account(traits_of(mail::AppendMode::one_by_one));
  account.on_step([&account](const MemoryStep& step) {
    if (step.moment == MemoryMoment::before_store && step.item == 1)
      account.deliver(path("INBOX"), "owner");
    return MemoryFault::none;
  });
  EXPECT_EQ(append(account, {"one", "two"}).there, "one owner two");
}

}  // namespace
}  // namespace postferry::local

#include "engine/verdict.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>

#include "base/error_catalog.hpp"

namespace postferry::engine {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

Verdict between(std::uint64_t messages) {
  Verdict verdict;
  verdict.source = "alice@old.example";
  verdict.target = "alice@new.example";
  verdict.messages = messages;
  return verdict;
}

TEST(Verdict, all_brought_and_found) {
  auto verdict = between(18204);
  verdict.brought = 18201;
  verdict.was_there = 3;
  EXPECT_EQ(verdict.sentence(),
            "All 18,204 messages of alice@old.example are on alice@new.example: 18,201 brought, 3 "
            "were there.");
  EXPECT_EQ(verdict.exit(), Exit::complete);
}

TEST(Verdict, one_kind_alone) {
  auto brought = between(2);
  brought.brought = 2;
  EXPECT_EQ(brought.sentence(),
            "All 2 messages of alice@old.example are on alice@new.example: 2 brought.");
  auto found = between(2);
  found.was_there = 2;
  EXPECT_EQ(found.sentence(),
            "All 2 messages of alice@old.example are on alice@new.example: 2 were there.");
}

TEST(Verdict, one_message) {
  auto verdict = between(1);
  verdict.brought = 1;
  EXPECT_EQ(verdict.sentence(),
            "The only message of alice@old.example is on alice@new.example: 1 brought.");
  verdict.brought = 0;
  verdict.was_there = 1;
  EXPECT_EQ(verdict.sentence(),
            "The only message of alice@old.example is on alice@new.example: 1 was there.");
  verdict.was_there = 0;
  verdict.failed = 1;
  EXPECT_EQ(verdict.sentence(),
            "0 of 1 message of alice@old.example are on alice@new.example: 0 brought, 1 is NOT "
            "there.");
}

TEST(Verdict, no_message) {
  EXPECT_EQ(between(0).sentence(),
            "alice@old.example holds no messages, so alice@new.example lacks none.");
  EXPECT_EQ(between(0).exit(), Exit::complete);
}

TEST(Verdict, exclusions_are_counted_and_named_and_complete) {
  auto verdict = between(1010);
  verdict.brought = 1000;
  verdict.excluded = {{"--exclude Junk", 8}, {"--max-size", 2}};
  EXPECT_EQ(verdict.sentence(),
            "All 1,000 messages of alice@old.example that are to go are on alice@new.example: "
            "1,000 brought, 10 excluded by rule (--exclude Junk 8, --max-size 2).");
  EXPECT_EQ(verdict.exit(), Exit::complete);
  verdict = between(3);
  verdict.brought = 1;
  verdict.excluded = {{"--max-size", 2}};
  EXPECT_EQ(verdict.sentence(),
            "The one message of alice@old.example that is to go is on alice@new.example: 1 "
            "brought, 2 excluded by rule (--max-size 2).");
}

TEST(Verdict, everything_excluded) {
  auto verdict = between(2);
  verdict.excluded = {{"--exclude *", 2}};
  EXPECT_EQ(verdict.sentence(),
            "No message of alice@old.example was to go to alice@new.example: 0 brought, 2 excluded "
            "by rule (--exclude * 2).");
  EXPECT_EQ(verdict.exit(), Exit::complete);
}

TEST(Verdict, what_the_owner_moved_is_complete_but_not_claimed_to_be_there) {
  auto verdict = between(10);
  verdict.brought = 7;
  verdict.was_there = 1;
  verdict.moved_or_removed = 2;
  EXPECT_EQ(verdict.sentence(),
            "All 10 messages of alice@old.example reached alice@new.example: 7 brought, 1 was "
            "there, 2 moved or removed there by their owner.");
  EXPECT_EQ(verdict.exit(), Exit::complete);
}

TEST(Verdict, what_is_not_there_is_said_loudly) {
  auto verdict = between(1000);
  verdict.brought = 990;
  verdict.was_there = 3;
  verdict.failed = 4;
  verdict.missing = 2;
  verdict.doubtful = 1;
  EXPECT_EQ(verdict.sentence(),
            "993 of 1,000 messages of alice@old.example are on alice@new.example: 990 brought, 3 "
            "were there, 1 doubtful, 6 are NOT there.");
  EXPECT_EQ(verdict.exit(), Exit::incomplete);
}

TEST(Verdict, each_count_alone_makes_it_incomplete) {
  for (auto count : {&Verdict::failed, &Verdict::doubtful, &Verdict::missing}) {
    auto verdict = between(2);
    verdict.brought = 1;
    verdict.*count = 1;
    EXPECT_EQ(verdict.exit(), Exit::incomplete);
    EXPECT_THAT(verdict.sentence(), AllOf(HasSubstr("1 of 2 messages"), Not(HasSubstr("All"))));
  }
  auto verdict = between(2);
  verdict.brought = 2;
  verdict.folders_not_made = {"Notes"};
  EXPECT_EQ(verdict.exit(), Exit::incomplete);
  EXPECT_THAT(verdict.sentence(), EndsWith("2 brought; 1 folder could NOT be made."));
}

TEST(Verdict, mail_that_came_meanwhile_is_for_the_next_run) {
  auto verdict = between(5);
  verdict.brought = 5;
  verdict.new_since = 2;
  EXPECT_THAT(verdict.sentence(),
              EndsWith("5 brought; 2 messages arrived meanwhile, for the next run."));
  EXPECT_EQ(verdict.exit(), Exit::complete);
}

TEST(Verdict, every_combination_is_one_sentence_that_agrees_with_its_exit) {
  for (unsigned bits = 0; bits < 128; ++bits) {
    auto verdict = between(0);
    const auto bit = [&](unsigned at) {
      return static_cast<std::uint64_t>((bits >> at) & 1) * 1001;
    };
    verdict.brought = bit(0);
    verdict.was_there = bit(1);
    verdict.moved_or_removed = bit(2);
    if (bit(3) != 0) verdict.excluded["--since"] = bit(3);
    verdict.failed = bit(4);
    verdict.doubtful = bit(5);
    verdict.missing = bit(6);
    for (unsigned at = 0; at < 7; ++at) verdict.messages += bit(at);
    const auto sentence = verdict.sentence();
    const bool complete = (bits >> 4) == 0;
    EXPECT_EQ(verdict.exit(), complete ? Exit::complete : Exit::incomplete);
    EXPECT_EQ(sentence.find('\n'), std::string::npos);
    EXPECT_THAT(sentence, EndsWith("."));
    EXPECT_EQ(sentence.find("All ") == 0, complete && (bits & 7) != 0) << sentence;
    EXPECT_EQ(sentence.find("NOT there") != std::string::npos, bit(4) + bit(6) != 0) << sentence;
    EXPECT_EQ(sentence.find("doubtful") != std::string::npos, bit(5) != 0) << sentence;
    EXPECT_EQ(sentence.find("excluded by rule") != std::string::npos, bit(3) != 0) << sentence;
    EXPECT_EQ(sentence.find("by their owner") != std::string::npos, bit(2) != 0) << sentence;
  }
}

TEST(Verdict, an_end_before_the_end_is_said_first) {
  auto verdict = between(18204);
  verdict.brought = 1204;
  verdict.stopped_by = Error{.code = ErrorCode::interrupted, .text = {}, .where = {}};
  EXPECT_EQ(verdict.sentence(),
            "NOT finished (The run was stopped): so far 1,204 of 18,204 messages of "
            "alice@old.example reached alice@new.example: 1,204 brought.");
  verdict.messages = 0;
  EXPECT_EQ(verdict.sentence(),
            "NOT finished (The run was stopped): so far 1,204 messages of alice@old.example "
            "reached alice@new.example: 1,204 brought.")
      << "before all folders were listed";
  EXPECT_EQ(verdict.exit(), Exit::interrupted);
  verdict = between(0);
  verdict.stopped_by =
      Error{.code = ErrorCode::wrong_password, .text = "no", .where = {}, .side = Side::target};
  EXPECT_EQ(verdict.sentence(),
            "NOT finished (The server refused the user name or the password): Nothing was brought "
            "from alice@old.example to alice@new.example.");
  EXPECT_EQ(verdict.exit(), Exit::target_login);
}

TEST(Exits, every_error_has_one) {
  for (const auto& entry : error_catalog()) {
    const auto exit = exit_for(Error{.code = entry.code, .text = {}, .where = {}});
    EXPECT_NE(exit, Exit::complete) << entry.name;
    EXPECT_NE(exit, Exit::different) << entry.name;
    EXPECT_EQ(exit == Exit::internal, entry.code == ErrorCode::internal) << entry.name;
  }
}

TEST(Exits, a_login_tells_its_side) {
  for (const auto code : {ErrorCode::wrong_password, ErrorCode::app_password_needed,
                          ErrorCode::imap_switched_off, ErrorCode::login_refused}) {
    EXPECT_EQ(exit_for({.code = code, .text = {}, .where = {}, .side = Side::source}),
              Exit::source_login);
    EXPECT_EQ(exit_for({.code = code, .text = {}, .where = {}, .side = Side::target}),
              Exit::target_login);
  }
}

TEST(Exits, names_and_numbers_are_distinct_and_rise) {
  std::set<std::string_view> names;
  int last = -1;
  for (const auto& entry : exit_catalog()) {
    EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
    EXPECT_EQ(exit_name(entry.exit), entry.name);
    EXPECT_GT(static_cast<int>(entry.exit), last);
    last = static_cast<int>(entry.exit);
  }
  EXPECT_EQ(last, 130);
  EXPECT_EQ(names.size(), 15u);
}

TEST(Verdict, a_message_that_no_state_counts_is_not_there) {
  auto verdict = between(10);
  verdict.brought = 9;
  EXPECT_EQ(verdict.exit(), Exit::incomplete);
  EXPECT_EQ(verdict.sentence(),
            "9 of 10 messages of alice@old.example are on alice@new.example: 9 brought, 1 is NOT "
            "there.");
}

}  // namespace
}  // namespace postferry::engine

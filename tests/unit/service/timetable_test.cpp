// When a migration runs: what was planned, what errors and people make of it.
#include "service/timetable.hpp"

#include <chrono>
#include <gtest/gtest.h>

namespace postferry::service {
namespace {

using namespace std::chrono_literals;

constexpr Instant start{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 8h};

engine::Verdict complete() {
  engine::Verdict verdict;
  verdict.messages = verdict.brought = 10;
  return verdict;
}
engine::Verdict with_failures() {
  auto verdict = complete();
  verdict.brought = 9;
  verdict.failed = 1;
  return verdict;
}
engine::Verdict stopped(ErrorCode code, Retry retry,
                        std::optional<std::chrono::seconds> after = std::nullopt) {
  engine::Verdict verdict;
  verdict.stopped_by =
      Error{.code = code, .text = "Said so.", .retry = retry, .retry_after = after};
  return verdict;
}

struct Timetable : testing::Test {
  MigrationRow row;
  Timetable() { row.further_runs = 1; }

  void run(const engine::Verdict& verdict, Instant at, std::chrono::seconds lasting = 60s) {
    begin(row, at);
    end(row, verdict, at + lasting, 0);
  }
};

TEST_F(Timetable, begins_at_once_where_no_time_is_named) {
  accept(row, start);
  EXPECT_EQ(row.due, start);
  EXPECT_EQ(row.state, MigrationState::waiting);
  EXPECT_EQ(row.passwords_until, start + std::chrono::days(14));
}

TEST_F(Timetable, keeps_passwords_fourteen_days_from_the_planned_start) {
  row.first_at = start + std::chrono::days(3);
  accept(row, start);
  EXPECT_EQ(row.due, start + std::chrono::days(3));
  EXPECT_EQ(row.passwords_until, start + std::chrono::days(17));
}

TEST_F(Timetable, one_run_that_brings_all_is_complete) {
  accept(row, start);
  run(complete(), start);
  EXPECT_EQ(row.state, MigrationState::complete);
  EXPECT_EQ(row.runs, 1);
  EXPECT_EQ(row.ended, start + 60s);
  EXPECT_EQ(row.due, Instant{});
  EXPECT_EQ(row.brought, 10);
  EXPECT_EQ(row.worked_seconds, 60);
}

TEST_F(Timetable, one_that_leaves_something_is_incomplete) {
  accept(row, start);
  run(with_failures(), start);
  EXPECT_EQ(row.state, MigrationState::incomplete);
  EXPECT_EQ(row.failed, 1);
}

TEST_F(Timetable, a_second_run_comes_at_its_time) {
  row.second_at = start + 10h;
  accept(row, start);
  run(complete(), start);
  EXPECT_EQ(row.state, MigrationState::waiting_for_next);
  EXPECT_EQ(row.due, start + 10h);
  EXPECT_EQ(row.due_kind, RunKind::second);
  run(complete(), start + 10h);
  EXPECT_EQ(row.state, MigrationState::complete);
  EXPECT_EQ(row.runs, 2);
}

TEST_F(Timetable, a_second_run_whose_time_went_by_comes_once_and_at_once) {
  row.second_at = start + 1h;
  accept(row, start);
  run(complete(), start, 2h);
  EXPECT_EQ(row.due, start + 2h);
  run(complete(), row.due);
  EXPECT_EQ(row.state, MigrationState::complete);
}

TEST_F(Timetable, a_second_run_counts_its_hours_from_the_end_of_the_first) {
  row.second_after_seconds = 3600 * 24;
  accept(row, start);
  run(complete(), start, 5h);
  EXPECT_EQ(row.due, start + 29h);
}

TEST_F(Timetable, an_error_that_passes_is_waited_for_within_the_same_run) {
  accept(row, start);
  run(stopped(ErrorCode::connection_lost, Retry::now), start);
  EXPECT_EQ(row.state, MigrationState::waiting);
  EXPECT_EQ(row.reason, "connection_lost");
  EXPECT_GE(row.due, start + 60s + 20s);
  run(complete(), row.due);
  EXPECT_EQ(row.state, MigrationState::complete);
  EXPECT_EQ(row.reason, "");
  EXPECT_EQ(row.runs, 1);
}

TEST_F(Timetable, a_throttle_is_waited_for_as_long_as_it_says) {
  accept(row, start);
  run(stopped(ErrorCode::throttled, Retry::later, 3h), start);
  EXPECT_EQ(row.state, MigrationState::throttled);
  EXPECT_EQ(row.due, start + 60s + 3h);
}

TEST_F(Timetable, a_refused_password_needs_a_person) {
  accept(row, start);
  run(stopped(ErrorCode::wrong_password, Retry::never), start);
  EXPECT_EQ(row.state, MigrationState::failed);
  EXPECT_EQ(row.due, Instant{});
  ASSERT_TRUE(resume(row, start + 1h));
  EXPECT_EQ(row.state, MigrationState::waiting);
  EXPECT_EQ(row.due, start + 1h);
  run(complete(), row.due);
  EXPECT_EQ(row.runs, 1);
}

TEST_F(Timetable, an_error_that_never_passes_is_given_up_in_the_end) {
  accept(row, start);
  auto at = start;
  for (int attempt = 0; attempt <= most_attempts; ++attempt) {
    ASSERT_NE(row.state, MigrationState::failed) << attempt;
    run(stopped(ErrorCode::timed_out, Retry::later), at);
    at = row.due;
  }
  EXPECT_EQ(row.state, MigrationState::failed);
  EXPECT_EQ(row.runs, 1);
}

TEST(Waits, double_up_to_two_hours_and_are_spread) {
  const Error error{.code = ErrorCode::timed_out, .retry = Retry::later};
  EXPECT_EQ(wait_before(error, 0, 0), 20s);
  EXPECT_EQ(wait_before(error, 1, 0), 40s);
  EXPECT_EQ(wait_before(error, 100, 0), 2h);
  EXPECT_EQ(wait_before(error, 100, 1), 3h);
  EXPECT_EQ(wait_before(Error{.code = ErrorCode::wrong_password}, 0, 0), std::nullopt);
  EXPECT_NE(wait_before(Error{.code = ErrorCode::lease_held}, 0, 0), std::nullopt);
}

TEST_F(Timetable, what_the_service_was_stopped_in_goes_on_soon) {
  accept(row, start);
  begin(row, start);
  interrupted(row, start + 1h, 1);
  EXPECT_EQ(row.state, MigrationState::waiting);
  EXPECT_LE(row.due, start + 1h + 10s);
  run(complete(), row.due);
  EXPECT_EQ(row.runs, 1);
}

TEST_F(Timetable, a_paused_run_is_gone_on_with) {
  accept(row, start);
  begin(row, start);
  ASSERT_TRUE(pause(row, start + 1min));
  end(row, stopped(ErrorCode::interrupted, Retry::now), start + 2min, 0);
  EXPECT_EQ(row.state, MigrationState::paused);
  EXPECT_EQ(pause(row, start), std::unexpected(Objection::is_paused));
  ASSERT_TRUE(resume(row, start + 1h));
  EXPECT_EQ(row.due, start + 1h);
  run(complete(), row.due);
  EXPECT_EQ(row.runs, 1);
}

TEST_F(Timetable, what_is_paused_before_its_time_keeps_it) {
  row.first_at = start + 5h;
  accept(row, start);
  ASSERT_TRUE(pause(row, start + 1h));
  EXPECT_EQ(row.due, Instant{});
  ASSERT_TRUE(resume(row, start + 2h));
  EXPECT_EQ(row.due, start + 5h);
}

TEST_F(Timetable, what_is_paused_between_two_runs_waits_for_the_second) {
  row.second_at = start + 5h;
  accept(row, start);
  run(complete(), start);
  ASSERT_TRUE(pause(row, start + 1h));
  ASSERT_TRUE(resume(row, start + 2h));
  EXPECT_EQ(row.state, MigrationState::waiting_for_next);
  EXPECT_EQ(row.due, start + 5h);
}

TEST_F(Timetable, cancelled_stays_cancelled) {
  accept(row, start);
  begin(row, start);
  ASSERT_TRUE(cancel(row, start + 1min));
  end(row, stopped(ErrorCode::interrupted, Retry::now), start + 2min, 0);
  EXPECT_EQ(row.state, MigrationState::cancelled);
  EXPECT_EQ(cancel(row, start), std::unexpected(Objection::is_over));
  EXPECT_EQ(pause(row, start), std::unexpected(Objection::is_over));
}

TEST_F(Timetable, runs_again_as_often_as_it_may) {
  accept(row, start);
  run(complete(), start);
  row.passwords_until = start + std::chrono::days(14);
  ASSERT_TRUE(run_again(row, {}, start + 1h));
  EXPECT_EQ(row.due_kind, RunKind::further);
  run(complete(), row.due);
  EXPECT_EQ(row.runs, 2);
  EXPECT_EQ(run_again(row, {}, start + 2h), std::unexpected(Objection::no_more_runs));
}

TEST_F(Timetable, does_not_run_again_without_passwords) {
  accept(row, start);
  run(complete(), start);
  row.passwords_until = {};
  EXPECT_EQ(run_again(row, {}, start + 1h), std::unexpected(Objection::passwords_are_gone));
}

TEST_F(Timetable, the_second_run_can_be_asked_for_early) {
  row.second_at = start + 10h;
  accept(row, start);
  run(complete(), start);
  ASSERT_TRUE(run_again(row, {}, start + 1h));
  EXPECT_EQ(row.due, start + 1h);
  EXPECT_EQ(row.due_kind, RunKind::second);
  run(complete(), row.due);
  EXPECT_EQ(row.state, MigrationState::complete);
  EXPECT_EQ(row.further_runs, 1);
}

TEST_F(Timetable, times_can_be_changed_before_they_have_come) {
  row.first_at = start + 5h;
  row.second_at = start + 20h;
  accept(row, start);
  ASSERT_TRUE(change_times(row, {.first_at = start + 6h, .second_at = start + 30h}, start + 1h));
  EXPECT_EQ(row.due, start + 6h);
  run(complete(), row.due);
  EXPECT_EQ(row.due, start + 30h);
  EXPECT_EQ(change_times(row, {.first_at = start + 40h}, start + 8h),
            std::unexpected(Objection::has_begun));
  ASSERT_TRUE(change_times(row, {.second_at = start + 40h}, start + 8h));
  EXPECT_EQ(row.due, start + 40h);
}

TEST_F(Timetable, without_its_second_run_it_is_over) {
  row.second_at = start + 20h;
  accept(row, start);
  run(complete(), start);
  ASSERT_TRUE(change_times(row, {}, start + 1h));
  EXPECT_EQ(row.state, MigrationState::complete);
  EXPECT_EQ(row.ended, start + 1h);
}

TEST(Objections, have_names_and_sentences_of_their_own) {
  for (const auto objection :
       {Objection::is_over, Objection::is_under_way, Objection::is_paused, Objection::is_not_paused,
        Objection::no_more_runs, Objection::passwords_are_gone, Objection::has_begun}) {
    EXPECT_FALSE(name_of(objection).empty());
    EXPECT_TRUE(sentence_of(objection).ends_with('.'));
  }
}

}  // namespace
}  // namespace postferry::service

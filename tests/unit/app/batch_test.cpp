// The batch commands' parts that need no server: their command lines, results, totals, the crowd
// and what is shown.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/batch_lines.hpp"
#include "app/batch_table.hpp"
#include "app/batch_text.hpp"
#include "app/command_line.hpp"
#include "app/crowd.hpp"
#include "tests/support/run_task.hpp"

namespace postferry::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

Result<CommandLine> parsed(std::vector<std::string> words) {
  return parse_command_line(words, "/s");
}

TEST(BatchLines_, of_the_command_line) {
  const auto line = parsed({"batch", "run", "/l/accounts.csv", "--parallel", "40",
                            "--connections-per-host", "7", "--limit-rate-total", "2M", "--exclude",
                            "Junk", "--json", "--unfinished", "--trace", "/t"});
  ASSERT_TRUE(line) << line.error().text;
  EXPECT_EQ(line->verb, Verb::batch_run);
  EXPECT_EQ(line->batch.list, "/l/accounts.csv");
  EXPECT_EQ(line->batch.parallel, 40u);
  EXPECT_EQ(line->batch.limits.host_connections, 7u);
  EXPECT_EQ(line->batch.limits.user_connections, 10u);
  EXPECT_EQ(line->batch.total_rate_bytes, 2u << 20);
  EXPECT_EQ(line->batch.results, "/s/results/accounts.csv");
  EXPECT_EQ(line->batch.accounts, Accounts::unfinished);
  EXPECT_EQ(line->batch.trace, "/t");
  EXPECT_TRUE(parsed({"batch", "run", "l"})->batch.trace.empty());
  EXPECT_EQ(line->output, Output::json);
  EXPECT_EQ(parsed({"batch", "check", "l"})->batch.logins, Logins::untried);
  EXPECT_EQ(parsed({"batch", "check", "l", "--login"})->batch.logins, Logins::tried);
  EXPECT_EQ(parsed({"batch", "status", "l"})->verb, Verb::batch_status);
}

TEST(BatchLines_, what_is_wrong_is_told) {
  EXPECT_THAT(parsed({"batch"}).error().text, HasSubstr("postferry batch check FILE"));
  EXPECT_THAT(parsed({"batch", "run"}).error().text, HasSubstr("Name the list"));
  EXPECT_EQ(parsed({"batch", "run", "l", "--parallel", "0"}).error().where, "--parallel");
  EXPECT_EQ(parsed({"batch", "run", "l", "--max-size", "x"}).error().where, "--max-size");
  EXPECT_EQ(parsed({"batch", "run", "l", "--password", "x"}).error().where, "--password");
  EXPECT_THAT(parsed({"batch", "run", "--help"})->printed, HasSubstr("postferry batch run"));
  EXPECT_THAT(parsed({"batch", "run", "--help"})->printed, HasSubstr("--trace DIR"));
  EXPECT_EQ(parsed({"batch", "check", "l", "--trace", "x"}).error().where, "--trace");
  EXPECT_THAT(parsed({"help", "batch", "check"})->printed, HasSubstr("postferry batch check"));
}

TEST(Completions, know_commands_of_two_words) {
  for (const auto* shell : {"bash", "zsh", "fish"}) {
    const auto script = parsed({"completion", shell})->printed;
    EXPECT_THAT(script, HasSubstr("batch"));
    EXPECT_THAT(script, HasSubstr("parallel")) << shell;
  }
  EXPECT_THAT(parsed({"completion", "bash"})->printed,
              HasSubstr("compgen -W 'check run status' -- \"$current\""));
  EXPECT_THAT(parsed({"man"})->printed, HasSubstr("postferry batch run [OPTIONS] FILE"));
}

BatchResult ended(std::size_t line, engine::Exit exit) {
  return {.line = line,
          .source = "a@old.example",
          .target = "=a@new.example",
          .outcome = Outcome::ended,
          .exit = exit,
          .messages = 3,
          .copied_now = 2,
          .sentence = "All 3, here."};
}

TEST(BatchResults, the_sentence_and_the_exit_agree) {
  std::vector<BatchResult> results{ended(2, engine::Exit::complete),
                                   ended(3, engine::Exit::complete)};
  auto totals = totals_of(results);
  EXPECT_EQ(totals.exit(), engine::Exit::complete);
  EXPECT_EQ(totals.sentence(), "All 2 accounts are complete: 6 messages, 4 of them copied now.");
  results.push_back(ended(4, engine::Exit::source_login));
  results.push_back({.line = 5, .outcome = Outcome::refused_row});
  results.push_back({.line = 6, .outcome = Outcome::not_tried});
  totals = totals_of(results);
  EXPECT_EQ(totals.exit(), engine::Exit::incomplete);
  EXPECT_EQ(
      totals.sentence(),
      "2 of 4 accounts are complete, 1 NOT complete, 1 NOT tried; 1 row of the list refused.");
  totals.interrupted = true;
  EXPECT_EQ(totals.exit(), engine::Exit::interrupted);
  results = {ended(2, engine::Exit::complete), ended(3, engine::Exit::interrupted),
             ended(4, engine::Exit::interrupted)};
  totals = totals_of(results);
  EXPECT_EQ(totals.incomplete, 2u);
  EXPECT_EQ(totals.sentence(), "1 of 3 accounts is complete, 2 stopped on the way.");
}

TEST(BatchResults, are_a_table_in_the_order_of_the_lines) {
  const std::vector results{ended(3, engine::Exit::cannot_connect),
                            ended(2, engine::Exit::complete)};
  EXPECT_EQ(results_table(results),
            "line,source,target,outcome,exit_code,messages,brought,was_there,excluded,failed,"
            "doubtful,missing,copied_now,copied_now_bytes,error,sentence\n"
            "2,a@old.example,'=a@new.example,complete,0,3,0,0,0,0,0,0,2,0,,\"All 3, here.\"\n"
            "3,a@old.example,'=a@new.example,cannot_connect,5,3,0,0,0,0,0,0,2,0,,\"All 3, "
            "here.\"\n");
}

// Writes down who began and how many were there at most.
class Guests {
 public:
  explicit Guests(std::size_t most)
      : crowd(most, [this](std::size_t piece) { return begin(piece); }) {}

  std::optional<Task<>> begin(std::size_t piece) {
    if (refused == piece) return std::nullopt;
    began.push_back(piece);
    return stay(piece);
  }
  Task<> stay(std::size_t piece) {
    most_inside = std::max(most_inside, ++inside);
    co_await engine::pause_for(5ms, never);
    --inside;
    if (piece == broken) throw std::runtime_error("broken");
    if (piece == stopper) stop.stop();
  }

  engine::StopRequest never;
  engine::StopRequest stop;
  std::vector<std::size_t> began;
  std::size_t inside = 0;
  std::size_t most_inside = 0;
  std::optional<std::size_t> refused;
  std::optional<std::size_t> broken;
  std::optional<std::size_t> stopper;
  Crowd crowd;
};

TEST(Crowds, so_many_at_a_time_and_each_berth_in_turn) {
  Guests guests(2);
  for (std::size_t piece : {1, 2, 3}) guests.crowd.add("a", piece);
  guests.crowd.add("b", 10);
  test::run(guests.crowd.run(guests.stop));
  EXPECT_THAT(guests.began, ElementsAre(1, 10, 2, 3));
  EXPECT_EQ(guests.most_inside, 2u);
  EXPECT_EQ(guests.crowd.waiting(), 0u);
}

TEST(Crowds, a_stop_begins_nothing_more) {
  Guests guests(1);
  for (std::size_t piece : {1, 2, 3}) guests.crowd.add("a", piece);
  guests.stopper = 2;
  test::run(guests.crowd.run(guests.stop));
  EXPECT_THAT(guests.began, ElementsAre(1, 2));
  EXPECT_EQ(guests.crowd.waiting(), 1u);
}

TEST(Crowds, an_exception_ends_all_behind_those_that_have_begun) {
  Guests guests(2);
  for (std::size_t piece : {1, 2, 3, 4}) guests.crowd.add("a", piece);
  guests.broken = 1;
  EXPECT_THROW(test::run(guests.crowd.run(guests.stop)), std::runtime_error);
  EXPECT_EQ(guests.inside, 0u);
}

TEST(Crowds, later_is_not_before) {
  Guests guests(2);
  guests.crowd.add_later("a", 1, deadline_in(150ms));
  guests.crowd.add("b", 2);
  const auto began = std::chrono::steady_clock::now();
  test::run(guests.crowd.run(guests.stop));
  EXPECT_THAT(guests.began, ElementsAre(2, 1));
  EXPECT_GE(std::chrono::steady_clock::now() - began, 150ms);
}

Screen screen_into(std::string& text) {
  return {.write = [&text](std::string_view piece) { text += piece; },
          .columns = [] { return std::size_t{80}; },
          .now = [] { return Deadline{} + 1h; }};
}

TEST(BatchTables, are_drawn_anew_and_gone_at_the_end) {
  std::string text;
  BatchTable table(screen_into(text), BatchDetail::accounts);
  const PairName pair{2, "a@old.example", "a@new.example"};
  table.begin(3);
  EXPECT_THAT(text, HasSubstr("0 of 3 accounts complete, 0 under way"));
  text.clear();
  table.take(pair, engine::PhaseBegan{engine::Phase::listing});
  table.beat();
  EXPECT_THAT(text, HasSubstr("\x1b[1F\x1b[J"));
  EXPECT_THAT(text, HasSubstr("a@old.example -> a@new.example"));
  EXPECT_THAT(text, HasSubstr("Listing folders"));
  text.clear();
  table.ended(pair, ended(2, engine::Exit::source_login), nullptr);
  EXPECT_THAT(text, HasSubstr("Line 2: a@old.example -> a@new.example: All 3, here. "
                              "[source_login]\n0 of 3 accounts complete, 1 not"));
  text.clear();
  table.finish();
  EXPECT_EQ(text, "\x1b[1F\x1b[J");
}

TEST(BatchTables, show_ten_accounts_at_most) {
  std::string text;
  BatchTable table(screen_into(text), BatchDetail::accounts);
  table.begin(50);
  for (std::size_t line = 2; line < 32; ++line)
    table.take({line, "s", "t"}, engine::PhaseBegan{engine::Phase::copying});
  text.clear();
  table.beat();
  EXPECT_EQ(std::ranges::count(text, '\n'), 12);
  EXPECT_THAT(text, HasSubstr("... and 20 more"));
}

TEST(BatchLinesOfText, accounts_that_are_not_tried_or_stopped_are_only_counted) {
  const PairName pair{2, "s", "t"};
  const BatchResult not_tried{.line = 2, .outcome = Outcome::not_tried, .sentence = "Not tried."};
  const auto stopped = ended(2, engine::Exit::interrupted);
  for (const auto detail : {BatchDetail::failures, BatchDetail::accounts, BatchDetail::notices}) {
    std::string text;
    BatchLines lines(screen_into(text), detail);
    lines.begin(9999);
    lines.left_alone("old.example:993", "It has had enough.");
    for (int account = 0; account < 1000; ++account) lines.ended(pair, not_tried, nullptr);
    for (int account = 0; account < 10; ++account) lines.ended(pair, stopped, nullptr);
    EXPECT_EQ(text, "old.example:993 is left alone. It has had enough.\n");
  }
  std::string text;
  BatchTable table(screen_into(text), BatchDetail::accounts);
  table.begin(3);
  text.clear();
  table.ended(pair, not_tried, nullptr);
  table.ended(pair, stopped, nullptr);
  EXPECT_EQ(text, "");
  table.beat();
  EXPECT_THAT(text, HasSubstr("0 of 3 accounts complete, 2 not"));
}

TEST(BatchEventsOfJson, each_that_is_not_tried_has_its_own) {
  std::string text;
  BatchEvents events(screen_into(text));
  for (std::size_t line = 2; line < 12; ++line)
    events.ended({line, "s", "t"}, {.line = line, .outcome = Outcome::not_tried}, nullptr);
  EXPECT_EQ(std::ranges::count(text, '\n'), 10);
  EXPECT_THAT(text, HasSubstr("not_tried"));
}

TEST(BatchHelp, says_that_nobody_is_asked_for_a_password) {
  for (const auto* command : {"run", "check"}) {
    const auto help = parsed({"batch", command, "--help"})->printed;
    EXPECT_THAT(help, HasSubstr("--source-password-file"));
    EXPECT_THAT(help, Not(HasSubstr("else it is"))) << command;
  }
}

TEST(BatchLinesOfText, quiet_tells_only_what_is_not_complete) {
  std::string text;
  BatchLines lines(screen_into(text), BatchDetail::failures);
  lines.begin(2);
  lines.ended({2, "s", "t"}, ended(2, engine::Exit::complete), nullptr);
  EXPECT_EQ(text, "");
  lines.ended({3, "s", "t"}, ended(3, engine::Exit::target_full), nullptr);
  EXPECT_EQ(text, "Line 3: s -> t: All 3, here. [target_full]\n");
}

}  // namespace
}  // namespace postferry::app

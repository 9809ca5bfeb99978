#include "app/reports.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/error_report.hpp"
#include "app/table.hpp"
#include "base/error_catalog.hpp"
#include "engine/account_log.hpp"
#include "tests/support/temporary_folder.hpp"

namespace postferry::app {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

mail::FolderPath folder_path(std::string_view text) { return *mail::FolderPath::parse(text); }

TEST(Table, columns_line_up_by_what_a_terminal_shows) {
  const Table table{.columns = {{"NAME"}, {"N", Align::right}, {"REMARK"}},
                    .rows = {{"受信箱", "5", ""}, {"Sent", "1,000", "new"}}};
  EXPECT_EQ(table.text(),
            "NAME        N  REMARK\n"
            "受信箱      5\n"
            "Sent    1,000  new\n");
}

engine::Plan small_plan() {
  engine::Plan plan;
  plan.source = "alice@old.example";
  plan.target = "alice@new.example";
  plan.folders.push_back({.source = folder_path("INBOX"),
                          .target = folder_path("INBOX"),
                          .action = engine::FolderAction::exists,
                          .rule = {},
                          .renamed_because = {},
                          .messages = 10,
                          .settled = 1,
                          .to_copy = 5,
                          .to_copy_bytes = 2048,
                          .was_there = 2,
                          .flag_changes = 1,
                          .excluded = {{"--max-size", 2}}});
  plan.folders.push_back({.source = folder_path("Sent Mail"),
                          .target = folder_path("Sent"),
                          .action = engine::FolderAction::create,
                          .rule = {},
                          .renamed_because = {},
                          .messages = 1000,
                          .to_copy = 1000,
                          .to_copy_bytes = 1 << 20,
                          .excluded = {}});
  plan.folders.push_back({.source = folder_path("Junk"),
                          .target = {},
                          .action = engine::FolderAction::excluded,
                          .rule = "--exclude-special junk",
                          .renamed_because = {},
                          .messages = 7,
                          .excluded = {}});
  plan.warnings = {"The target has room for 1 MB only."};
  return plan;
}

TEST(PlanReport, is_a_table_with_totals) {
  EXPECT_EQ(plan_report(small_plan()),
            "alice@old.example -> alice@new.example\n\n"
            "FOLDER            ON THE TARGET  MESSAGES  TO COPY    SIZE  DONE BEFORE  FOUND THERE  "
            "EXCLUDED  FLAGS  REMARKS\n"
            "INBOX             INBOX                10        5  2.0 KB            1            2  "
            "       2      1  2 by --max-size\n"
            "Sent Mail         Sent              1,000    1,000  1.0 MB            -            -  "
            "       -      -  new\n"
            "Junk              -                     7        -       -            -            -  "
            "       -      -  excluded by --exclude-special junk\n"
            "3 folders in all                    1,017    1,005  1.0 MB            1            2  "
            "       2      1\n\n"
            "The target has room for 1 MB only.\n");
}

TEST(PlanReport, ends_with_one_sentence) {
  EXPECT_EQ(plan_sentence(small_plan()),
            "Would copy 1,005 messages (1.0 MB), make 1 folder, change the flags of 1 message; "
            "nothing was written.");
  EXPECT_EQ(plan_sentence({}), "Nothing is to be copied; nothing was written.");
}

TEST(VerdictReport, lists_what_is_not_there_with_the_servers_words) {
  engine::Verdict verdict;
  verdict.copied_now = 2;
  verdict.copied_now_bytes = 4096;
  verdict.flags_changed_now = 1;
  verdict.keywords_dropped = {{"$Work", 3}};
  verdict.failures = {{folder_path("INBOX"), mail::ItemId("42"), ErrorCode::content_refused,
                       "NO [CANNOT] virus\x1b[1m"}};
  verdict.folders_not_made = {"Notes"};
  EXPECT_EQ(work_report(verdict),
            "Copied now: 2 messages, 4.0 KB.\n"
            "Changed the flags of 1 message now.\n"
            "The target does not keep the keyword $Work, which 3 messages had.\n");
  EXPECT_EQ(failure_report(verdict),
            "NOT on the target:\n"
            "  INBOX, message 42: The target refused this message's content. NO [CANNOT] "
            "virus?[1m\n"
            "The folder Notes could NOT be made; --map gives it another name.\n");
  verdict.failures.resize(1000, verdict.failures.front());
  EXPECT_THAT(failure_report(verdict), HasSubstr("  and 950 more;"));
  EXPECT_EQ(work_report({}), "");
  EXPECT_EQ(failure_report({}), "");
}

TEST(ComparisonReport, shows_folders_that_differ) {
  engine::Comparison comparison;
  comparison.folders.push_back(
      {.source = folder_path("A"), .target = folder_path("A"), .same = 5, .rule = {}});
  comparison.folders.push_back({.source = folder_path("B"),
                                .target = folder_path("B"),
                                .same = 5,
                                .missing = 2,
                                .rule = {}});
  comparison.extra_folders = {folder_path("New")};
  EXPECT_THAT(comparison_report(comparison, Folders::differing),
              AllOf(HasSubstr("\nB "), Not(HasSubstr("\nA ")), HasSubstr("not asked"),
                    HasSubstr("Only on the target: New\n")));
  EXPECT_THAT(comparison_report(comparison, Folders::all), HasSubstr("\nA "));
}

storage::RunRecord run_record(std::uint64_t number, std::string outcome, std::string sentence) {
  storage::RunRecord run;
  run.id = storage::RunId(static_cast<std::int64_t>(number) + 40);
  run.number = number;
  if (!outcome.empty()) run.ended = run.started + std::chrono::minutes(1);
  run.outcome = std::move(outcome);
  run.summary = std::move(sentence);
  return run;
}

TEST(StatusReport, shows_the_last_run_beside_the_last_complete_one) {
  PairState pair;
  pair.status.accounts = {"a@h:993", "a@k:993"};
  pair.status.last_run = run_record(5, "incomplete", "NOT all 1,205 messages are there.");
  pair.status.last_complete = run_record(4, "complete", "All 1,200 messages are there.");
  pair.totals = {.brought = 1200, .was_there = 2, .excluded = 1, .failed = 3, .doubtful = 0};
  PairState new_pair;
  new_pair.status.accounts = {"b@h:993", "b@k:993"};
  EXPECT_EQ(status_report(std::vector{pair, new_pair}, "/s"),
            "a@h:993 -> a@k:993\n"
            "  Last run       run 5, 1970-01-01T00:01:00Z, incomplete\n"
            "                 NOT all 1,205 messages are there.\n"
            "  Last complete  run 4, 1970-01-01T00:01:00Z\n"
            "                 All 1,200 messages are there.\n"
            "  Messages       1,200 brought, 2 were there, 1 excluded by rule\n"
            "  Still open     3 failed, 0 doubtful; the next copy tries the failed ones again\n"
            "  Held by        nobody\n"
            "\n"
            "b@h:993 -> b@k:993\n"
            "  Last run       never\n"
            "  Last complete  none yet\n"
            "  Messages       0 brought\n"
            "  Still open     0 failed, 0 doubtful\n"
            "  Held by        nobody\n");
}

TEST(StatusReport, tells_a_run_that_goes_on_from_one_that_was_cut_off) {
  PairState pair;
  pair.status.last_run = run_record(2, "", "");
  EXPECT_THAT(status_report(std::vector{pair}, "/s"),
              HasSubstr("run 2, begun 1970-01-01T00:00:00Z, cut off; the same postferry copy"));
  pair.status.holder = "process 12 on host";
  EXPECT_THAT(status_report(std::vector{pair}, "/s"),
              AllOf(HasSubstr("run 2, begun 1970-01-01T00:00:00Z, still running\n"),
                    HasSubstr("Held by        process 12 on host\n")));
}

TEST(StatusReport, tells_one_sentence_once) {
  PairState pair;
  pair.status.last_run = pair.status.last_complete = run_record(1, "complete", "All are there.");
  const auto report = status_report(std::vector{pair}, "/s");
  EXPECT_EQ(report.find("All are there."), report.rfind("All are there."));
}

TEST(StatusReport, says_what_to_do_where_there_is_nothing) {
  EXPECT_THAT(status_report({}, "/s/t"),
              AllOf(HasSubstr("No account was copied"), HasSubstr("/s/t"),
                    HasSubstr("Next: postferry copy SOURCE TARGET")));
}

TEST(ErrorReport, sentence_words_and_next_step) {
  EXPECT_EQ(error_report({.code = ErrorCode::wrong_password,
                          .text = "[AUTHENTICATIONFAILED] Go away\r\n",
                          .where = "imap.old.example",
                          .side = Side::source}),
            "postferry: source imap.old.example: The server refused the user name or the password. "
            "[wrong_password]\n"
            "  [AUTHENTICATIONFAILED] Go away  \n"
            "  Next: Check both, and whether the server wants the whole address as user name.\n");
  EXPECT_EQ(error_report({.code = ErrorCode::bad_usage,
                          .text = "Write a number.",
                          .where = "--connections",
                          .side = Side::source}),
            "postferry: --connections: Write a number.\n");
  for (const auto& entry : error_catalog())
    EXPECT_THAT(error_report({.code = entry.code, .text = {}, .where = {}}),
                AllOf(HasSubstr(std::string(entry.sentence)), HasSubstr(std::string(entry.hint)),
                      EndsWith("\n")));
}

TEST(AccountLogs, names_can_be_read_and_never_collide) {
  const auto name = [](std::string source, std::string target) {
    return engine::log_file("/s", {.name = {}, .key = std::move(source)},
                            {.name = {}, .key = std::move(target)})
        .string();
  };
  EXPECT_EQ(name("alice@old.example:993", "alice@new.example:143"),
            "/s/logs/alice@old.example-993_to_alice@new.example-143.log");
  const auto slash = name("../../a@old.example:993", "b@new.example:993");
  EXPECT_EQ(slash.find("/s/logs/.._.._a@old.example-993_to_b@new.example-993-"), 0u);
  EXPECT_NE(slash, name("..%..%a@old.example:993", "b@new.example:993"));
  EXPECT_NE(name("a:b@h:993", "c@h:993"), name("a-b@h:993", "c@h:993"));
  EXPECT_NE(name("a_b@h:993", "c@h:993"), name("a b@h:993", "c@h:993"));
  EXPECT_LT(name(std::string(500, 'x') + "@h:993", "c@h:993").size(), 220u);
}

TEST(AccountLogs, each_line_names_its_section) {
  const test::TemporaryFolder folder_path;
  const auto file = folder_path.path() / "logs" / "pair.log";
  const auto written_by = [&](std::string section, engine::Work work) {
    engine::AccountLog log(file, std::move(section), work);
    log.begin("copy", {"a@h", ""}, {"a@k", ""}, "--include *\n");
    log.take(engine::PhaseBegan{});
    log.take(engine::Notice{engine::NoticeKind::other, {}, "[run 9] says a server.", 1});
    log.take(engine::MessageFailed{});
    log.take(engine::Interrupting{});
    log.stopped({.code = ErrorCode::interrupted, .text = {}, .where = {}});
    log.end("All are there.", "complete");
  };
  written_by(engine::run_section(12), engine::Work::copying);
  written_by("[verify]", engine::Work::looking);
  std::ifstream reading(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(reading, line);) lines.push_back(line);
  ASSERT_EQ(lines.size(), 14u);
  for (std::size_t at = 0; at < 7; ++at)
    EXPECT_EQ(engine::section_of(lines[at]), "[run 12]") << lines[at];
  for (std::size_t at = 7; at < 14; ++at) {
    EXPECT_EQ(engine::section_of(lines[at]), "[verify]") << lines[at];
    EXPECT_THAT(lines[at], Not(HasSubstr("batches")));
  }
  EXPECT_EQ(engine::section_of("an older line without one"), "");
  EXPECT_EQ(engine::section_of(""), "");
}

}  // namespace
}  // namespace postferry::app

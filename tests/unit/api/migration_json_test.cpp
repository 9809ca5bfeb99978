// Migrations, their runs, folders and errors, and batches, as the API shows them.
#include "api/migration_json.hpp"

#include <gtest/gtest.h>

#include "api/batch_json.hpp"
#include "api/pair_json.hpp"
#include "service/planned_row.hpp"
#include "service/timetable.hpp"

namespace postferry::api {
namespace {

namespace json = text::json;
using namespace std::chrono_literals;
using storage::PlacementState;
using storage::catalog::MigrationRow;
using storage::catalog::MigrationState;

const Instant midday = std::chrono::sys_days(std::chrono::year(2026) / 12 / 1) + 12h;

service::DraftAccount account(const std::string& host) {
  return {.email = "anna@" + host,
          .user = "anna",
          .password = Secret("s3cret"),
          .server = {.host = "imap." + host, .port = 993, .security = net::Security::tls}};
}

MigrationRow planned() {
  service::Draft draft{.source = account("old.example"), .target = account("new.example")};
  draft.timing.second_run = 8h;
  return service::planned_row("01M", "01C", "01P", draft, std::nullopt, midday);
}

class MigrationJson : public testing::Test {
 protected:
  json::Object shown(const MigrationRow& row) const {
    return migration_json({.board = board, .own_host = own_host}, row, {{"01P", "Olga"}});
  }

  service::LiveBoard board;
  std::string own_host;
};

TEST_F(MigrationJson, TellsWhatWasAskedFor) {
  const auto object = shown(planned());
  EXPECT_EQ(object.at("state"), "waiting");
  EXPECT_EQ(json::serialize(object.at("source")),
            R"({"type":"imap","email":"anna@old.example","user":"anna","host":"imap.old.example",)"
            R"("port":993,"security":"tls"})");
  EXPECT_EQ(object.at("target").at("kind"), "other");
  EXPECT_EQ(object.at("created_by").at("name"), "Olga");
  EXPECT_EQ(json::serialize(object.at("second_run")), R"({"after_hours":8})");
  EXPECT_EQ(object.at("next_run_at"), "2026-12-01T12:00:00Z");
  EXPECT_TRUE(object.at("result").is_null());
  EXPECT_TRUE(object.at("reason").is_null());
  EXPECT_TRUE(object.at("batch_id").is_null());
  EXPECT_EQ(object.at("etag"), "\"0\"");
  EXPECT_EQ(json::serialize(object).find("s3cret"), std::string::npos);
}

TEST_F(MigrationJson, TellsHowFarItIsFromTheBoardWhileItRuns) {
  auto row = planned();
  row.messages_done = 3;
  service::begin(row, midday);
  board.set("01M", {.customer = "01C",
                    .phase = engine::Phase::copying,
                    .progress = {.folder = *mail::FolderPath::parse("Work"),
                                 .messages_done = 5,
                                 .messages_total = 10,
                                 .bytes_done = 50,
                                 .bytes_total = 100,
                                 .bytes_per_second = 7,
                                 .eta = 9s},
                    .doing = ""});
  const auto progress = shown(row).at("progress");
  EXPECT_EQ(progress.at("phase"), "copying");
  EXPECT_EQ(progress.at("folder"), "Work");
  EXPECT_EQ(progress.at("messages_done"), 5);
  EXPECT_EQ(progress.at("eta_seconds"), 9);
  row.state = MigrationState::paused;
  EXPECT_EQ(shown(row).at("progress").at("messages_done"), 3);
  EXPECT_TRUE(shown(row).at("progress").at("phase").is_null());
}

TEST_F(MigrationJson, TellsWhyItDoesNotGoOn) {
  auto row = planned();
  row.state = MigrationState::throttled;
  row.due = midday + 1h;
  row.reason = "throttled";
  row.reason_text = "source: throttled at imap.old.example: too much \xff";
  const auto object = shown(row);
  EXPECT_EQ(object.at("throttled_until"), "2026-12-01T13:00:00Z");
  EXPECT_EQ(object.at("reason").at("code"), "throttled");
  EXPECT_FALSE(object.at("reason").at("hint").get_string().empty());
  row.reason = "from_the_future";
  EXPECT_EQ(shown(row).at("reason").at("sentence"), "from_the_future");
}

TEST_F(MigrationJson, MxRecordsAreDueOnlyWhereTheyLeadToTheOwnServer) {
  auto row = planned();
  row.state = MigrationState::waiting_for_next;
  row.due_kind = storage::catalog::RunKind::second;
  EXPECT_TRUE(shown(row).at("attention").get_array().empty());
  own_host = "imap.new.example:993";
  EXPECT_EQ(shown(row).at("attention").at(0).at("kind"), "mx");
}

TEST_F(MigrationJson, ResultIsThereWhenItIsOver) {
  auto row = planned();
  row.outcome = "incomplete";
  row.sentence = "One is missing.";
  row.missing = 1;
  row.state = MigrationState::incomplete;
  const auto object = shown(row);
  EXPECT_EQ(object.at("result").at("outcome"), "incomplete");
  EXPECT_EQ(object.at("attention").at(0).at("count"), 1);
}

TEST_F(MigrationJson, RunsTellHowTheyEnded) {
  auto row = planned();
  row.runs = 2;
  row.state = MigrationState::running;
  storage::catalog::RunRow run;
  run.number = 1;
  run.outcome = "complete";
  EXPECT_EQ(run_json(row, run).at("state"), "complete");
  run.outcome = "target_full";
  EXPECT_EQ(run_json(row, run).at("state"), "failed");
  // It was interrupted once, and goes on.
  run.number = 2;
  run.outcome = "interrupted";
  run.ended = midday;
  EXPECT_EQ(run_json(row, run).at("state"), "running");
  EXPECT_TRUE(run_json(row, run).at("ended_at").is_null());
  row.state = MigrationState::cancelled;
  EXPECT_EQ(run_json(row, run).at("state"), "cancelled");
}

storage::FolderRecord folder(int id, std::string_view source, std::string_view target) {
  storage::FolderRecord record;
  record.id = storage::FolderId(id);
  record.source_path = *mail::FolderPath::parse(source);
  record.target_path = *mail::FolderPath::parse(target);
  return record;
}

storage::StateCount count(int folder, PlacementState state, std::uint64_t items,
                          std::uint64_t size_bytes) {
  storage::StateCount count;
  count.folder = storage::FolderId(folder);
  count.state = state;
  count.items = items;
  count.size_bytes = size_bytes;
  return count;
}

storage::PairLook look() {
  storage::PairLook look;
  look.folders = {folder(1, "INBOX", "INBOX"), folder(2, "Work", "Job")};
  look.folders[0].source_checkpoint = mail::Checkpoint("9");
  look.counts = {count(1, PlacementState::brought, 3, 300), count(1, PlacementState::failed, 2, 20),
                 count(2, PlacementState::was_there, 1, 10)};
  look.trouble = {
      {.folder = storage::FolderId(1), .code = "item_too_large", .items = 2, .note = "NO"}};
  return look;
}

engine::FolderPlanned found(std::string_view source, std::string_view target, std::uint64_t to_copy,
                            std::uint64_t was_there, std::uint64_t excluded) {
  engine::FolderPlanned planned;
  planned.source = *mail::FolderPath::parse(source);
  planned.target = *mail::FolderPath::parse(target);
  planned.to_copy = to_copy;
  planned.was_there = was_there;
  planned.excluded = excluded;
  return planned;
}

TEST(FoldersJson, AreCountedFromTheJournalAndTheRun) {
  auto row = planned();
  row.state = MigrationState::running;
  service::LiveProgress live;
  live.phase = engine::Phase::copying;
  live.progress.folder = *mail::FolderPath::parse("Work");
  live.planned = std::make_shared<const std::vector<engine::FolderPlanned>>(
      std::vector{found("Work", "Job", 5, 1, 2), found("Later", "Later", 4, 0, 0)});
  const auto folders = folders_json(row, look(), live);
  EXPECT_EQ(json::serialize(folders.at(0)),
            R"({"source":"INBOX","target":"INBOX","messages":5,"done":3,"bytes":300,"failed":2,)"
            R"("excluded":0,"state":"failed"})");
  EXPECT_EQ(json::serialize(folders.at(1)),
            R"({"source":"Later","target":"Later","messages":4,"done":0,"bytes":0,"failed":0,)"
            R"("excluded":0,"state":"waiting"})");
  EXPECT_EQ(json::serialize(folders.at(2)),
            R"({"source":"Work","target":"Job","messages":6,"done":1,"bytes":10,"failed":0,)"
            R"("excluded":2,"state":"running"})");
  EXPECT_TRUE(folders_json(row, std::nullopt, std::nullopt).empty());
  row.state = MigrationState::complete;
  EXPECT_EQ(folders_json(row, look(), std::nullopt).at(1).at("state"), "done");
}

TEST(ErrorsJson, AreGroupedWithTheirHint) {
  const auto errors = errors_json(look());
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors.at(0).at("folder"), "INBOX");
  EXPECT_EQ(errors.at(0).at("code"), "item_too_large");
  EXPECT_EQ(errors.at(0).at("count"), 2);
  EXPECT_FALSE(errors.at(0).at("hint").get_string().empty());
}

TEST(BatchJson, TellsWhatItsMigrationsComeTo) {
  BatchLook look;
  look.row.id = "01B";
  look.row.number = 4;
  look.row.second_after_seconds = 8 * 3600;
  look.sum.accounts = 3;
  look.sum.states = {{MigrationState::complete, 2}, {MigrationState::failed, 1}};
  auto object = batch_json(look, {}, {});
  EXPECT_EQ(object.at("state"), "failed");
  EXPECT_EQ(object.at("counts").at("complete"), 2);
  EXPECT_TRUE(object.at("result").is_null());
  look.sum.states = {{MigrationState::complete, 2}, {MigrationState::incomplete, 1}};
  look.mx_domains = {"old.example"};
  object = batch_json(look, {},
                      {.old_hosts = {{"old.example", {"mx.old.example"}}},
                       .wanted = {"10 mx1.new.example", "mx2.new.example"}});
  EXPECT_EQ(object.at("state"), "finished");
  EXPECT_EQ(object.at("result"), "2 accounts complete, 1 incomplete.");
  EXPECT_EQ(json::serialize(object.at("mx")),
            R"({"old":[{"domain":"old.example","host":"mx.old.example","priority":null}],)"
            R"("new":[{"domain":"old.example","host":"mx1.new.example","priority":10},)"
            R"({"domain":"old.example","host":"mx2.new.example","priority":10}]})");
}

}  // namespace
}  // namespace postferry::api

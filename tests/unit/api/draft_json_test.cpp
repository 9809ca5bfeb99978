// Drafts, options and times as the API writes them, there and back, and what is wrong with them.
#include "api/draft_json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/check_json.hpp"
#include "api/options_json.hpp"
#include "api/timing_json.hpp"
#include "base/error_catalog.hpp"

namespace postferry::api {
namespace {

namespace json = text::json;
using namespace std::chrono_literals;
using testing::UnorderedElementsAre;

const Instant noon = std::chrono::sys_days(std::chrono::year(2026) / 12 / 1) + 12h;
const DraftRules rules{.timing = {}, .now = noon};

json::Object whole_draft() {
  return json::parse(R"({"source":{"type":"imap","email":"anna@old.example","user":"anna",
      "password":"s3cret","host":"imap.old.example","port":143,"security":"starttls"},
    "target":{"kind":"other","email":"anna@new.example","user":"","password":"t4rget",
      "host":"imap.new.example","port":993,"security":"tls"},
    "options":{"leave_out":["trash","junk"],"max_size_bytes":52428800,"skip_folders":["Lists/*"],
      "translate":[{"from":"A=B","to":"Archive/Old"}]},
    "first_run_at":"2026-12-01T22:00:00Z","second_run":{"after_hours":8},"further_runs":3})")
      ->get_object();
}

std::vector<std::string> wrong_with(const json::Object& object) {
  BodyFields fields(object);
  draft_in(fields, rules);
  std::vector<std::string> all;
  try {
    fields.done();
  } catch (const Declined& declined) {
    for (const auto& error : declined.problem().errors)
      all.push_back(error.field + " " + error.code);
  }
  return all;
}

ReadDraft good(const json::Object& object) {
  BodyFields fields(object);
  auto read = draft_in(fields, rules);
  fields.done();
  return read;
}

TEST(DraftJson, IsReadWithAllItsFields) {
  const auto [draft, warnings] = good(whole_draft());
  EXPECT_EQ(draft.source.user, "anna");
  EXPECT_EQ(draft.source.password.reveal(), "s3cret");
  EXPECT_EQ(draft.source.server.host, "imap.old.example");
  EXPECT_EQ(draft.source.server.port, 143);
  EXPECT_EQ(draft.source.server.security, net::Security::starttls);
  EXPECT_EQ(draft.target.user, "anna@new.example");
  EXPECT_EQ(draft.target_kind, service::TargetKind::other);
  EXPECT_EQ(draft.choices.map, std::vector<std::string>{"A\\=B=Archive/Old"});
  EXPECT_EQ(draft.timing.first_run_at, noon + 10h);
  EXPECT_EQ(std::get<std::chrono::hours>(*draft.timing.second_run), 8h);
  EXPECT_EQ(draft.timing.further_runs, 3U);
  EXPECT_TRUE(warnings.empty());
}

TEST(DraftJson, IsTheSameThereAndBack) {
  auto draft = good(whole_draft()).draft;
  draft.source.master = "admin";
  draft.source.master_separator = "*";
  draft.source.fingerprint = Sha256Digest{1, 2, 255};
  draft.line = 7;
  const auto written = draft_json(draft);
  EXPECT_EQ(json::serialize(draft_json(good(written).draft)), json::serialize(written));
}

TEST(DraftJson, NamesEachFieldThatIsWrong) {
  auto object = whole_draft();
  object["source"].get_object()["password"] = "";
  object["source"].get_object()["host"] = "imap old";
  object["target"].get_object()["email"] = "anna";
  object["target"].get_object()["security"] = "ssl4";
  object["further_runs"] = -1;
  object["surprise"] = true;
  EXPECT_THAT(wrong_with(object),
              UnorderedElementsAre("source.password missing", "source.host bad_host",
                                   "target.email bad_address", "target.email missing",
                                   "target.security bad_security", "further_runs out_of_range",
                                   "surprise unknown_field"));
  EXPECT_THAT(wrong_with({}), UnorderedElementsAre("source missing", "target missing"));
}

TEST(DraftJson, NothingThatADatabaseRefusesGetsIn) {
  auto object = whole_draft();
  object["source"].get_object()["user"] = std::string("an\0na", 5);
  object["target"].get_object()["password"] = std::string("a\0b", 3);
  EXPECT_THAT(wrong_with(object), UnorderedElementsAre("source.user control_character",
                                                       "target.password control_character"));
}

TEST(DraftJson, OwnServerNeedsNeitherHostNorPassword) {
  auto object = whole_draft();
  object["target"] = {{"kind", "own"}, {"email", ""}, {"user", "anna"}};
  const auto draft = good(object).draft;
  EXPECT_EQ(draft.target_kind, service::TargetKind::own);
  EXPECT_TRUE(draft.target.password.empty());
}

TEST(DraftJson, TimesThatStandOddlyAreToldAndThoseThatCannotBeAreRefused) {
  auto object = whole_draft();
  object["second_run"] = {{"at", "2026-12-01T23:00:00Z"}};
  const auto warnings = good(object).warnings;
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0].field, "second_run");
  EXPECT_EQ(warnings[0].code, "runs_too_close");
  object["second_run"] = {{"at", "2026-12-01T21:00:00Z"}};
  EXPECT_THAT(wrong_with(object), UnorderedElementsAre("second_run second_before_first"));
  object["second_run"] = {{"at", "tomorrow"}};
  EXPECT_EQ(wrong_with(object).size(), 1U);
  object["second_run"] = nullptr;
  object["first_run_at"] = "2026-11-01T00:00:00Z";
  EXPECT_THAT(wrong_with(object), UnorderedElementsAre("first_run_at time_past"));
}

TEST(OptionsJson, AreWrittenAsTheyWereChosen) {
  service::WrittenChoices choices;
  choices.exclude_special = {"Junk, trash"};
  choices.max_size = "25M";
  choices.map = {"A\\=B=C"};
  choices.into = "Old";
  EXPECT_EQ(json::serialize(options_json(choices)),
            R"({"leave_out":["junk","trash"],"max_size_bytes":26214400,"skip_folders":[],)"
            R"("translate":[{"from":"A=B","to":"C"}],"into":"Old"})");
  EXPECT_EQ(json::serialize(options_json({})),
            R"({"leave_out":[],"max_size_bytes":null,"skip_folders":[],"translate":[]})");
}

TEST(OptionsJson, WhatCannotBeUsedIsToldBesideItsField) {
  for (const auto& [body, field] :
       {std::pair{R"({"leave_out":["garbage"]})", "leave_out"},
        std::pair{R"({"translate":[{"from":"/","to":"x"}]})", "translate"},
        std::pair{R"({"since":"soon"})", "since"},
        std::pair{R"({"max_size_bytes":0})", "max_size_bytes"}}) {
    BodyFields fields(json::parse(body)->get_object());
    options_in(fields);
    try {
      fields.done();
      ADD_FAILURE() << body;
    } catch (const Declined& declined) {
      EXPECT_EQ(declined.problem().errors.at(0).field, field);
    }
  }
}

TEST(CheckJson, TellsTheSideTheFieldAndTheServersWords) {
  const Error error{.code = ErrorCode::wrong_password,
                    .text = "NO no such\xff user",
                    .where = "imap.old.example",
                    .side = Side::source};
  const auto object = check_error_json(error);
  EXPECT_EQ(object.at("side"), "source");
  EXPECT_EQ(object.at("code"), "wrong_password");
  EXPECT_EQ(object.at("field"), "source.password");
  EXPECT_EQ(object.at("server_said"), "NO no such\xEF\xBF\xBD user");
  EXPECT_EQ(check_problems(std::vector{error}).at(0).side, "source");
}

}  // namespace
}  // namespace postferry::api

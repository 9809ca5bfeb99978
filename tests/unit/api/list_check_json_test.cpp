// The formal check as the API asks for it and shows it, and accounts that are offered for choosing.
#include "api/list_check_json.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/body_fields.hpp"
#include "api/draft_json.hpp"
#include "api/list_guide.hpp"
#include "service/lists/account_list.hpp"

namespace postferry::api {
namespace {

namespace json = text::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const ListDesk desk{.own_server = service::OwnServer{{.host = "mail.new.example", .port = 993}},
                    .timing = {},
                    .now = Instant{std::chrono::seconds{1'790'000'000}},
                    .most_rows = 3,
                    .time_zone = "Europe/Berlin"};

net::HttpRequest request_of(const json::Object& body) {
  return {.method = "POST",
          .headers = {{"Content-Type", "application/json"}},
          .body = json::serialize(body)};
}

json::Object checked(const std::string& text, json::Object more = {}) {
  more["text"] = text;
  return checked_list(request_of(more), desk);
}

std::vector<std::string> refused(const json::Object& body) {
  try {
    checked_list(request_of(body), desk);
  } catch (const Declined& declined) {
    std::vector<std::string> all;
    for (const auto& error : declined.problem().errors)
      all.push_back(error.field + " " + error.code);
    return all;
  }
  return {};
}

const std::string good_row = "anna@new.example;imap.old.example;anna@old.example;her word\n";

TEST(ListCheckJson, ACleanListBringsItsDrafts) {
  const auto answer = checked(good_row);
  EXPECT_EQ(answer.at("format"), "local_accounts");
  EXPECT_EQ(answer.at("good"), 1);
  const auto& drafts = answer.at("drafts").as_array();
  ASSERT_EQ(drafts.size(), 1u);
  EXPECT_EQ(drafts[0].at("source").at("password"), "her word");
  EXPECT_EQ(drafts[0].at("target").at("kind"), "own");
  EXPECT_EQ(drafts[0].at("line"), 1);
}

TEST(ListCheckJson, DraftsCanBeSentToACheckAsTheyCame) {
  const auto answer = checked(good_row);
  BodyFields fields(answer.at("drafts").at(0).as_object());
  const auto read = draft_in(fields, {.timing = desk.timing, .now = desk.now}).draft;
  EXPECT_NO_THROW(fields.done());
  EXPECT_EQ(read.source.password.reveal(), "her word");
  EXPECT_EQ(read.source.server.host, "imap.old.example");
  EXPECT_EQ(read.target_kind, service::TargetKind::own);
}

TEST(ListCheckJson, PasswordsAreNotShownInCells) {
  const auto answer = checked(good_row + good_row);
  EXPECT_TRUE(answer.at("drafts").is_null());
  EXPECT_EQ(answer.at("duplicates"), 1);
  EXPECT_EQ(answer.at("rows").at(1).at("duplicate_of"), 1);
  EXPECT_EQ(answer.at("rows").at(0).at("cells").at(3), "***");
  EXPECT_EQ(answer.at("rows").at(0).at("cells").as_array().size(),
            answer.at("columns").as_array().size());
  EXPECT_THAT(json::serialize(answer), Not(HasSubstr("her word")));
}

TEST(ListCheckJson, ABadFieldIsNamedByItsColumn) {
  const auto answer = checked("anna@new.example;imap.old.example;nobody;her word\n");
  EXPECT_EQ(answer.at("bad"), 1);
  const auto& problem = answer.at("rows").at(0).at("problems").at(0);
  EXPECT_EQ(problem.at("column"), "email@remote");
  EXPECT_EQ(problem.at("severity"), "error");
}

TEST(ListCheckJson, TooManyRowsAndNoListAreFaultsOfTheWhole) {
  std::string rows;
  for (int i = 0; i < 4; ++i)
    rows += fmt::format("u{}@new.example;imap.old.example;u{}@old.example;word\n", i, i);
  EXPECT_EQ(checked(rows).at("faults").at(0).at("code"), "too_many_rows");
  EXPECT_TRUE(checked(rows).at("drafts").is_null());
  EXPECT_EQ(checked("").at("faults").at(0).at("code"), "list_empty");
  EXPECT_TRUE(checked("").at("format").is_null());
}

TEST(ListCheckJson, WhatHoldsForAllRowsIsTakenOver) {
  const auto answer = checked(
      "anna@old.example,her word\n",
      {{"format", "user_list"},
       {"delimiter", ","},
       {"common",
        {{"source_host", "imap.old.example"},
         {"source_port", 143},
         {"options", {{"leave_out", {"trash"}}, {"translate", {{{"from", "A=B"}, {"to", "C"}}}}}},
         {"second_run", {{"after_hours", 8}}},
         {"further_runs", 2}}}});
  ASSERT_TRUE(answer.at("drafts").is_array()) << json::serialize(answer);
  const auto& draft = answer.at("drafts").at(0);
  EXPECT_EQ(draft.at("source").at("host"), "imap.old.example");
  EXPECT_EQ(draft.at("source").at("security"), "starttls");
  EXPECT_EQ(draft.at("options").at("translate").at(0).at("from"), "A=B");
  EXPECT_EQ(draft.at("second_run").at("after_hours"), 8);
  EXPECT_EQ(draft.at("further_runs"), 2);
}

TEST(ListCheckJson, TimesWithoutAZoneAreReadInOnesOwn) {
  const std::string row =
      "imap;anna@old.example;;word;imap.old.example;imap;anna@new.example;;;"
      "mail.new.example;2035-11-25 22:00;\n";
  EXPECT_EQ(checked(row).at("drafts").at(0).at("first_run_at"), "2035-11-25T21:00:00Z");
  EXPECT_EQ(checked(row, {{"time_zone", "UTC"}}).at("drafts").at(0).at("first_run_at"),
            "2035-11-25T22:00:00Z");
}

TEST(ListCheckJson, RequestsThatAreNoneAreRefusedWithTheirFields) {
  EXPECT_THAT(refused({{"format", "auto"}}), ElementsAre("text missing"));
  EXPECT_THAT(refused({{"text", "x"}, {"format", "xml"}}), ElementsAre("format bad_option"));
  EXPECT_THAT(refused({{"text", "x"}, {"delimiter", "::"}}), ElementsAre("delimiter bad_option"));
  EXPECT_THAT(refused({{"text", "x"}, {"common", {{"source_host", "a b"}}}}),
              ElementsAre("common.source_host bad_host"));
  EXPECT_THAT(refused({{"text", "x"}, {"common", {{"shoe_size", 42}}}}),
              ElementsAre("common.shoe_size unknown_field"));
  EXPECT_THAT(refused({{"text", "x"}, {"time_zone", "Mars/Base"}}),
              ElementsAre("time_zone unknown_time_zone"));
}

TEST(ListCheckJson, ControlCharactersAreTheAffairOfTheRowThatHasThem) {
  const auto answer = checked("an\x01na@new.example;imap.old.example;anna@old.example;her word\n");
  EXPECT_EQ(answer.at("bad"), 1);
}

TEST(ListGuide, NamesEveryColumn) {
  for (const auto& format : service::list_formats()) {
    const auto guide = list_guide(format);
    for (const auto& column : format.columns) EXPECT_THAT(guide, HasSubstr(column.id));
    EXPECT_THAT(guide, HasSubstr(format.example));
  }
}

TEST(AccountList, IsReadWithAndWithoutUsers) {
  const auto list = service::read_account_list(
      "email,user\nanna@new.example,anna\n"
      "\"bert@new.example\"\n");
  EXPECT_THAT(list.problems, IsEmpty());
  ASSERT_EQ(list.accounts.size(), 2u);
  EXPECT_EQ(list.accounts[0].user, "anna");
  EXPECT_EQ(list.accounts[1].user, "bert@new.example");
}

TEST(AccountList, NamesTheLinesThatAreBad) {
  const auto list = service::read_account_list(
      "anna@new.example\nnobody\nAnna@New.example,x\n"
      "a@new.example,b,c\n");
  std::vector<std::size_t> lines;
  for (const auto& problem : list.problems) lines.push_back(problem.line);
  EXPECT_THAT(lines, ElementsAre(2, 3, 4));
  EXPECT_THAT(list.problems[1].finding.text, HasSubstr("line 1"));
  EXPECT_THAT(service::read_account_list("").problems, testing::SizeIs(1));
}

}  // namespace
}  // namespace postferry::api

#include "service/lists/formal_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postferry::service {
namespace {

using namespace std::chrono;
using namespace std::string_view_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr Instant midday{sys_days{year{2026} / November / 22} + 12h};

net::Endpoint endpoint(std::string host) { return {.host = std::move(host), .port = 993}; }

class FormalChecks : public testing::Test {
 protected:
  FormalCheck check(std::string_view text, std::optional<ListFormatId> format = {}) {
    input_.list = text;
    input_.format = format;
    input_.now = midday;
    auto done = formal_check(input_);
    EXPECT_EQ(done.good + done.bad + done.duplicates, done.rows.size());
    for (const auto& row : done.rows)
      for (const auto& problem : row.problems)
        if (problem.column) EXPECT_LT(*problem.column, done.columns.size());
    return done;
  }
  void with_own_server() { input_.common.own_server = OwnServer{endpoint("mail.new.example")}; }

  static std::string told(const FormalCheck& check, const CheckedRow& row) {
    std::string text;
    for (const auto& [column, finding] : row.problems)
      text += (column ? check.columns.at(*column).id : "row") + " " +
              std::string(finding_name(finding.code)) + "; ";
    return text;
  }
  static std::vector<std::string> faults(const FormalCheck& check) {
    std::vector<std::string> names;
    for (const auto& fault : check.faults)
      names.push_back(std::to_string(fault.line) + " " +
                      std::string(finding_name(fault.finding.code)));
    return names;
  }

  ListInput input_{.zone = *TimeZone::named("Europe/Berlin")};
};

using OwnFormat = FormalChecks;
using TwelveFields = FormalChecks;
using LocalAccounts = FormalChecks;
using UserList = FormalChecks;

TEST_F(FormalChecks, examples_are_recognised_and_clean) {
  with_own_server();
  for (const auto& format : list_formats()) {
    input_.common.source_server.reset();
    if (format.id == ListFormatId::user_list)
      input_.common.source_server = endpoint("imap.old.example");
    const auto done = check(format.example);
    ASSERT_EQ(done.format, &format) << format.name;
    for (const auto& row : done.rows) EXPECT_EQ(told(done, row), "") << format.name;
    EXPECT_TRUE(done.is_clean()) << format.name;
    EXPECT_EQ(done.drafts.size(), done.rows.size());
  }
}

TEST_F(FormalChecks, nothing_is_clean_that_is_empty) {
  for (const auto* text : {"", "\n\n", "\xEF\xBB\xBF", " \t\r\n"}) {
    const auto done = check(text);
    EXPECT_THAT(faults(done), ElementsAre("0 list_empty"));
    EXPECT_FALSE(done.is_clean());
  }
  EXPECT_THAT(faults(check(";;;;;;;;;;;", ListFormatId::twelve_fields)),
              ElementsAre("0 list_empty"));
  EXPECT_THAT(faults(check("just some words")), ElementsAre("0 format_unknown"));
}

TEST_F(TwelveFields, a_row_is_a_draft) {
  const auto done = check(
      "imap;Anna@Old.Example;anna;p1 ;imap.old.example;IMAPS;anna@müller.example;;p2;"
      "imap://mail.new.example;2026-11-24 22:00;25.11.2026 18:00\n");
  ASSERT_EQ(done.drafts.size(), 1u);
  const auto& [line, source, kind, target, choices, timing] = done.drafts[0];
  EXPECT_EQ(line, 1u);
  EXPECT_EQ(source.email, "Anna@Old.Example");
  EXPECT_EQ(source.user, "anna");
  EXPECT_EQ(source.password.reveal(), "p1 ");
  EXPECT_EQ(source.server.host, "imap.old.example");
  EXPECT_EQ(source.server.port, 993);
  EXPECT_EQ(kind, TargetKind::other);
  EXPECT_EQ(target.user, "anna@müller.example");
  EXPECT_EQ(target.password.reveal(), "p2");
  EXPECT_EQ(target.server.port, 143);
  EXPECT_EQ(target.server.security, net::Security::starttls);
  EXPECT_EQ(to_rfc3339(*timing.first_run_at), "2026-11-24T21:00:00Z");
  EXPECT_EQ(to_rfc3339(std::get<Instant>(*timing.second_run)), "2026-11-25T17:00:00Z");
  // A blank at a password's end is told, but taken.
  EXPECT_EQ(told(done, done.rows[0]), "source.password blank_at_the_edge; ");
  EXPECT_TRUE(done.is_clean());
}

TEST_F(TwelveFields, every_bad_field_is_told_at_its_column) {
  const auto done = check(
      "imap;gisela@old.example;;p;imap,old.example;imap;g@new.example;;q;mail.new.example\n"
      "imap;sven@old.example;;;imap.old.example;imap;s@new.example;;q;mail.new.example\n"
      "exchange;y@old.example;;p;imap.old.example;imap;y@new.example;;q;mail.new.example;"
      "31.11.2026 22:00;\n"
      ";yanna.example;;p;;imap;y@new.example;;;;2026-11-21 22:00;+2h\n");
  ASSERT_EQ(done.rows.size(), 4u);
  EXPECT_EQ(told(done, done.rows[0]), "source.server bad_host; ");
  EXPECT_EQ(told(done, done.rows[1]), "source.password missing; ");
  EXPECT_EQ(told(done, done.rows[2]), "source.type unknown_type; startdate no_such_day; ");
  EXPECT_EQ(told(done, done.rows[3]),
            "source.email bad_address; source.server missing; target.server missing; "
            "target.password missing; startdate time_past; resyncdate runs_too_close; ");
  EXPECT_EQ(done.bad, 4u);
  EXPECT_THAT(done.drafts, IsEmpty());
  EXPECT_FALSE(done.is_clean());
}

TEST_F(TwelveFields, the_operators_server_needs_no_password) {
  with_own_server();
  const auto done = check(
      "imap;a@old.example;;p;imap.old.example;imap;;;;\n"
      "imap;b@old.example;;p;imap.old.example;imap;b@new.example;;;MAIL.new.example\n"
      "imap;c@old.example;;p;imap.old.example;imap;c@new.example;;own;mail.new.example\n"
      "imap;d@old.example;;p;imap.old.example;imap;d@new.example;;;other.example\n");
  ASSERT_EQ(done.drafts.size(), 3u);
  EXPECT_EQ(done.drafts[0].target_kind, TargetKind::own);
  EXPECT_EQ(done.drafts[0].target.user, "a@old.example");
  EXPECT_EQ(done.drafts[0].target.server.host, "mail.new.example");
  EXPECT_EQ(done.drafts[1].target_kind, TargetKind::own);
  EXPECT_EQ(done.drafts[2].target_kind, TargetKind::other);
  EXPECT_EQ(done.drafts[2].target.password.reveal(), "own");
  EXPECT_EQ(told(done, done.rows[3]), "target.password missing; ");
}

TEST_F(TwelveFields, rows_that_do_not_fit_are_told_whole) {
  const auto done = check(
      "imap;a@old.example;;p\n"
      "imap;b@old.example;;p;w;imap.old.example;imap;b@new.example;;q;mail.new.example;;;more\n"
      "imap;c@old.example;;\"p\"x;imap.old.example;imap;c@new.example;;q;mail.new.example\n"
      "imap;d@old.example;;\"p;imap.old.example;imap;d@new.example;;q;mail.new.example\n"
      "imap;e@old.example;;p;imap.old.example;imap;e@new.example;;q;mail.new.example\n"
      "\"imap;f@old.example");
  ASSERT_EQ(done.rows.size(), 6u);
  EXPECT_EQ(told(done, done.rows[5]), "source.type quotes_not_closed; ");
  EXPECT_EQ(told(done, done.rows[0]), "row too_few_fields; ");
  EXPECT_EQ(told(done, done.rows[1]), "row too_many_fields; ");
  EXPECT_EQ(told(done, done.rows[2]), "source.password text_behind_quotes; ");
  // What follows the quotes is its own row again.
  EXPECT_EQ(told(done, done.rows[3]), "source.password quotes_not_closed; ");
  EXPECT_EQ(done.rows[3].line, 4u);
  EXPECT_EQ(told(done, done.rows[4]), "");
  EXPECT_EQ(done.drafts.size(), 1u);
}

TEST_F(TwelveFields, bytes_that_are_no_text) {
  const auto done = check(
      "imap;a\0@old.example;;p\0q;imap.old.example;imap;m\xFCller@new."
      "example;;q;mail.new.example\n"sv);
  ASSERT_EQ(done.rows.size(), 1u);
  EXPECT_EQ(told(done, done.rows[0]),
            "source.email control_character; source.password control_character; target.email "
            "not_utf8; ");
  EXPECT_EQ(done.rows[0].cells[6], "m\xEF\xBF\xBDller@new.example");
}

TEST_F(LocalAccounts, by_own_password_and_by_master) {
  with_own_server();
  const auto done = check(
      "\"anna@new.example\";\"imap.old.example\";\"anna@old.example\";\"p;1\"\r\n"
      "\"bert@new.example\";\"imap.old.example:143\";\"bert@old.example\";\"m\";\"admin\"\r\n"
      "cora@new.example;imap.old.example;cora@old.example;ignored;m;admin\r\n"
      "dora@new.example;imap.old.example;dora@old.example;;m;\r\n"
      "emil@new.example;imap.old.example;emil@old.example;\r\n");
  EXPECT_EQ(done.format->id, ListFormatId::local_accounts);
  ASSERT_EQ(done.columns.size(), 6u);
  ASSERT_EQ(done.drafts.size(), 3u);
  EXPECT_EQ(done.drafts[0].target_kind, TargetKind::own);
  EXPECT_EQ(done.drafts[0].target.user, "anna@new.example");
  EXPECT_EQ(done.drafts[0].source.password.reveal(), "p;1");
  EXPECT_EQ(done.drafts[0].source.master, "");
  EXPECT_EQ(done.drafts[1].source.user, "bert@old.example");
  EXPECT_EQ(done.drafts[1].source.master, "admin");
  EXPECT_EQ(done.drafts[1].source.password.reveal(), "m");
  EXPECT_EQ(done.drafts[2].source.master, "admin");
  EXPECT_EQ(done.rows[1].cells[3], "");
  EXPECT_EQ(told(done, done.rows[3]), "master-user-name missing; ");
  EXPECT_EQ(told(done, done.rows[4]), "pwdremote missing; ");
}

TEST_F(LocalAccounts, need_an_own_server_with_its_credential) {
  constexpr auto* text = "a@new.example;imap.old.example;a@old.example;p\n";
  EXPECT_THAT(faults(check(text)), ElementsAre("0 no_own_server"));
  with_own_server();
  input_.common.own_server->credential = StoredCredential::no;
  EXPECT_THAT(faults(check(text)), ElementsAre("0 no_stored_credential"));
  EXPECT_FALSE(check(text).is_clean());
}

TEST_F(UserList, a_delimiter_of_choice_and_one_server) {
  with_own_server();
  input_.common.source_server = endpoint("imap.old.example");
  input_.common.choices.exclude = {"Lists/*"};
  for (const char delimiter : std::string_view(",;\t|:")) {
    std::string text = "# user\nanna,p1,anna.k\nbert@old.example,p2\n";
    std::ranges::replace(text, ',', delimiter);
    const auto done = check(text);
    ASSERT_EQ(done.drafts.size(), 2u) << delimiter;
    EXPECT_EQ(done.format->id, ListFormatId::user_list);
    EXPECT_EQ(done.rows[0].line, 2u);
    EXPECT_EQ(done.drafts[0].source.user, "anna");
    EXPECT_EQ(done.drafts[0].source.email, "");
    EXPECT_EQ(done.drafts[0].source.server.host, "imap.old.example");
    EXPECT_EQ(done.drafts[0].target.user, "anna.k");
    EXPECT_EQ(done.drafts[1].source.email, "bert@old.example");
    EXPECT_EQ(done.drafts[1].target.user, "bert@old.example");
    EXPECT_THAT(done.drafts[1].choices.exclude, ElementsAre("Lists/*"));
  }
  input_.common.delimiter = '#';
  EXPECT_EQ(check("anna#p,1#anna.k\n", ListFormatId::user_list).drafts[0].source.password.reveal(),
            "p,1");
  input_.common.source_server.reset();
  EXPECT_THAT(faults(check("anna#p\n", ListFormatId::user_list)), ElementsAre("0 missing"));
}

TEST_F(OwnFormat, urls_and_user_names_with_options_of_their_own) {
  with_own_server();
  input_.common.source_server = endpoint("imap.old.example");
  input_.common.choices.max_size = "50M";
  input_.common.choices.exclude = {"Junk"};
  const auto done = check(
      "# who,Source,source_password,target,target-password,exclude,further_runs\n"
      "A,imaps://anna@imap.a.example?master=admin,p,imap://anna@mail.a.example:1143,q,,3\n"
      "B,bert@old.example,p,,,\"Spam\nLists/*\",\n");
  ASSERT_EQ(done.drafts.size(), 2u) << told(done, done.rows.at(0)) << told(done, done.rows.at(1));
  const auto& anna = done.drafts[0];
  EXPECT_EQ(anna.source.master, "admin");
  EXPECT_EQ(anna.source.server.host, "imap.a.example");
  EXPECT_EQ(anna.source.email, "");
  EXPECT_EQ(anna.target.server.port, 1143);
  EXPECT_EQ(anna.target_kind, TargetKind::other);
  EXPECT_EQ(anna.timing.further_runs, 3u);
  EXPECT_THAT(anna.choices.exclude, ElementsAre("Junk"));
  const auto& bert = done.drafts[1];
  EXPECT_EQ(bert.source.server.host, "imap.old.example");
  EXPECT_EQ(bert.target_kind, TargetKind::own);
  EXPECT_EQ(bert.target.user, "bert@old.example");
  EXPECT_THAT(bert.choices.exclude, ElementsAre("Spam", "Lists/*"));
  EXPECT_EQ(bert.choices.max_size, "50M");
  EXPECT_EQ(done.columns[0].id, "# who");
  EXPECT_EQ(done.columns[2].secrecy, Secrecy::secret);
}

TEST_F(OwnFormat, what_is_wrong_with_its_fields) {
  const auto done = check(
      "source,source_password,target,target_password,max-size,further_runs\n"
      "imaps://a:topsecret@old.example,p,imaps://a@new.example,q,,\n"
      "imaps://b@old.example?connect=10.0.0.1,p,imaps://b@new.example,q,,\n"
      "c,p,imaps://c@new.example,q,many,many\n"
      "imaps://d@old.example,p,imap://D@OLD.example,q,,\n");
  ASSERT_EQ(done.rows.size(), 4u);
  EXPECT_EQ(told(done, done.rows[0]), "source bad_account; ");
  EXPECT_EQ(told(done, done.rows[1]), "source bad_account; ");
  EXPECT_EQ(told(done, done.rows[2]),
            "source missing; further_runs bad_number; max-size bad_option; ");
  EXPECT_EQ(told(done, done.rows[3]), "target same_account; ");
  for (const auto& row : done.rows)
    for (const auto& problem : row.problems)
      EXPECT_THAT(problem.finding.text, testing::Not(HasSubstr("topsecret")));
}

TEST_F(OwnFormat, a_wrong_header_is_told) {
  EXPECT_THAT(faults(check("source,source_password,colour\nx,y,z\n")),
              ElementsAre("1 unknown_column"));
  EXPECT_THAT(faults(check("\nsource,source\nx,y\n")),
              ElementsAre("2 column_twice", "2 column_missing"));
  EXPECT_THAT(faults(check("imaps://a@old.example,p,imaps://a@new.example,q\n")),
              ElementsAre("1 header_missing"));
  EXPECT_THAT(faults(check("source,source_password\n")), ElementsAre("0 list_empty"));
}

TEST_F(OwnFormat, quotes_that_are_not_closed_swallow_no_row) {
  const auto done = check(
      "source,source_password,target,target_password\n"
      "imaps://a@old.example,\"p\nq\",imaps://a@new.example,q\n"
      "imaps://b@old.example,\"p,imaps://b@new.example,q\n"
      "imaps://c@old.example,p,imaps://c@new.example,q\n");
  ASSERT_EQ(done.rows.size(), 3u);
  EXPECT_EQ(told(done, done.rows[0]), "source_password control_character; ");
  EXPECT_EQ(told(done, done.rows[1]), "source_password quotes_not_closed; ");
  EXPECT_EQ(done.rows[1].line, 4u);
  EXPECT_EQ(told(done, done.rows[2]), "");
  EXPECT_EQ(done.rows[2].line, 5u);
}

TEST_F(FormalChecks, duplicates_name_the_first_row) {
  const auto done = check(
      "imap;a@old.example;;p;imap.old.example;imap;a@new.example;;q;mail.new.example\n"
      "imap;b@old.example;;p;imap.old.example;imap;b@new.example;;q;mail.new.example\n"
      "imap;A@old.example;;other;IMAP.old.example:143;imap;a@new.example;;q;mail.new.example\n"
      "imap;c@old.example;;;imap.old.example;imap;c@new.example;;q;mail.new.example\n"
      "imap;c@old.example;;;imap.old.example;imap;c@new.example;;q;mail.new.example\n"
      "imap;a@old.example;;p;imap.old.example;imap;x@new.example;;q;mail.new.example\n");
  EXPECT_EQ(done.rows[2].duplicate_of, 1u);
  EXPECT_EQ(done.rows[3].duplicate_of, std::nullopt);
  EXPECT_EQ(done.rows[4].duplicate_of, 4u);
  EXPECT_EQ(done.rows[5].duplicate_of, std::nullopt);
  EXPECT_EQ(done.duplicates, 1u);
  EXPECT_EQ(done.bad, 2u);
  EXPECT_EQ(done.good, 3u);
  EXPECT_FALSE(done.is_clean());
}

TEST_F(FormalChecks, what_excel_saves) {
  const std::string text =
      "imap;a@old.example;;p;imap.old.example;imap;m\xC3\xBC@new.example;;q;mail.new.example\r\n";
  std::string utf16 = "\xFF\xFE";
  for (const char16_t unit :
       std::u16string(u"imap;a@old.example;;p;imap.old.example;imap;m\u00FC@new.example;;q;"
                      u"mail.new.example\r\n"))
    utf16 += {static_cast<char>(unit & 0xFF), static_cast<char>(unit >> 8)};
  for (const auto& bytes : {text, "\xEF\xBB\xBF" + text, utf16}) {
    const auto done = check(bytes);
    ASSERT_EQ(done.drafts.size(), 1u);
    EXPECT_EQ(done.drafts[0].target.email, "m\xC3\xBC@new.example");
  }
}

TEST_F(FormalChecks, rows_of_cells_are_as_good_as_text) {
  std::vector<RowOfCells> rows;
  rows.push_back({7, Cells({"imap", "a@old.example", "", "p;\"1", "imap.old.example", "imap",
                            "a@new.example", "", "q", "mail.new.example", "", ""})});
  ListInput input{.list = std::move(rows), .format = ListFormatId::twelve_fields, .now = midday};
  const auto done = formal_check(input);
  ASSERT_EQ(done.drafts.size(), 1u);
  EXPECT_EQ(done.drafts[0].line, 7u);
  EXPECT_EQ(done.drafts[0].source.password.reveal(), "p;\"1");
}

TEST_F(FormalChecks, what_holds_for_all_rows_is_told_once) {
  input_.common.timing = {.first_run_at = midday - 24h, .second_run = hours(1)};
  input_.common.choices.max_size = "huge";
  const auto done =
      check("imap;a@old.example;;p;imap.old.example;imap;a@new.example;;q;mail.new.example\n");
  EXPECT_THAT(faults(done), ElementsAre("0 bad_option", "0 time_past", "0 runs_too_close"));
  EXPECT_EQ(told(done, done.rows[0]), "");
  EXPECT_FALSE(done.is_clean());
}

std::string rows(std::size_t count) {
  std::string text;
  for (std::size_t row = 0; row < count; ++row) {
    const auto name = "user" + std::to_string(row);
    text += "imap;" + name + "@old.example;;secret;imap.old.example;imap;" + name +
            "@new.example;;other;mail.new.example;2026-11-24 22:00;+8h\n";
  }
  return text;
}

TEST_F(FormalChecks, a_batch_has_so_many_rows) {
  input_.most_rows = 10;
  EXPECT_TRUE(check(rows(10)).is_clean());
  const auto done = check(rows(11));
  EXPECT_THAT(faults(done), ElementsAre("0 too_many_rows"));
  EXPECT_EQ(done.rows.size(), 11u);
  EXPECT_FALSE(done.is_clean());
}

TEST_F(FormalChecks, bounds_are_told) {
  input_.most_rows = 1'000'000;
  EXPECT_THAT(faults(check(std::string(largest_list_bytes + 1, 'a'))),
              ElementsAre("0 list_too_large"));
  const auto many = check(rows(most_rows_checked + 1));
  EXPECT_EQ(many.rows.size(), most_rows_checked);
  EXPECT_THAT(faults(many), ElementsAre("0 too_many_rows"));
  const auto longest = std::string(longest_cell_bytes + 1, 'p');
  const auto done = check("imap;a@old.example;;" + longest +
                          ";imap.old.example;imap;a@new.example;;q;mail.new.example\n");
  EXPECT_EQ(told(done, done.rows[0]), "source.password too_long; ");
}

TEST_F(FormalChecks, ten_thousand_rows) {
  input_.most_rows = 10'000;
  const auto done = check(rows(10'000));
  EXPECT_TRUE(done.is_clean());
  EXPECT_EQ(done.drafts.size(), 10'000u);
}

}  // namespace
}  // namespace postferry::service

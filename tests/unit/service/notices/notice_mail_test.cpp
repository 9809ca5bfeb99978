// What people read: the mail of each happening, and that nothing from outside gets out of its line.
#include "service/notices/notice_mail.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/mail_message.hpp"
#include "service/notices/notice_texts.hpp"

namespace postferry::service {
namespace {

using storage::catalog::MigrationRow;
using storage::catalog::MigrationState;
using storage::catalog::NoticeKind;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view url = "https://move.provider.example";
constexpr Instant evening{std::chrono::seconds(1'795'000'000)};  // 2026-11-18 11:06:40 UTC

MigrationRow anna() {
  MigrationRow row;
  row.id = "01M";
  row.source.email = "anna@shop.example";
  row.source.domain = "shop.example";
  row.target = row.source;
  row.state = MigrationState::waiting_for_next;
  row.brought = 18'204;
  return row;
}

NoticeFacts facts_about(const MigrationRow& row, NoticeKind kind) {
  NoticeFacts facts;
  facts.notice.kind = kind;
  facts.notice.migration = row.id;
  facts.person.emplace();
  facts.person->name = "Ada Shop";
  facts.person->language = "en";
  facts.person->time_zone = "Europe/Berlin";
  facts.migration = row;
  facts.report.states[row.state] = 1;
  facts.report.brought = row.brought;
  return facts;
}

NoticeFacts first_run() {
  auto facts = facts_about(anna(), NoticeKind::first_run_finished);
  facts.report.next_run = evening;
  facts.domains = {{.domain = "shop.example", .old = {"10 mx.old.example"}}};
  facts.new_mx = {"10 mx1.provider.example", "20 mx2.provider.example"};
  return facts;
}

TEST(NoticeMail, first_run_says_which_mx_to_change_and_where) {
  const auto mail = notice_mail(first_run(), url);
  EXPECT_EQ(mail.subject, "Now change MX: anna@shop.example");
  EXPECT_THAT(mail.text, StartsWith("Hello Ada Shop,\n\nThe first run is finished"));
  EXPECT_THAT(mail.text, HasSubstr("shop.example\n  old: 10 mx.old.example\n  new: 10 "
                                   "mx1.provider.example, 20 mx2.provider.example\n"));
  EXPECT_THAT(mail.text, HasSubstr("Where: at the provider that keeps the DNS"));
  EXPECT_THAT(mail.text, HasSubstr("Messages brought: 18,204\n"));
  EXPECT_THAT(mail.text, HasSubstr("planned for 2026-11-18 12:06 (Europe/Berlin)."));
  EXPECT_THAT(mail.text, HasSubstr("https://move.provider.example/migrations/01M\n"));
  EXPECT_THAT(mail.text, Not(HasSubstr("{")));
  EXPECT_THAT(mail.text, Not(HasSubstr("\n\n\n")));
}

TEST(NoticeMail, is_in_the_language_of_the_person) {
  auto facts = first_run();
  facts.person->language = "de-AT";
  const auto mail = notice_mail(facts, url);
  EXPECT_EQ(mail.subject, "Jetzt MX ändern: anna@shop.example");
  EXPECT_THAT(mail.text, HasSubstr("Nachrichten übertragen: 18.204\n"));
  EXPECT_THAT(mail.text, HasSubstr("18.11.2026, 12:06 Uhr (Europe/Berlin)"));
}

TEST(NoticeMail, a_zone_that_is_gone_becomes_utc) {
  auto facts = first_run();
  facts.person->time_zone = "Atlantis/Capital";
  EXPECT_THAT(notice_mail(facts, url).text, HasSubstr("2026-11-18 11:06 ("));
}

TEST(NoticeMail, nothing_is_to_be_changed_where_mx_points_there_already) {
  auto facts = first_run();
  facts.domains[0].old = {"5 MX2.provider.example."};
  const auto mail = notice_mail(facts, url);
  EXPECT_EQ(mail.subject, "First run finished: anna@shop.example");
  EXPECT_THAT(mail.text, HasSubstr("there is nothing to change"));
  EXPECT_THAT(mail.text, Not(HasSubstr("NOW CHANGE")));
}

TEST(NoticeMail, what_nobody_knows_of_mx_is_not_made_up) {
  auto facts = first_run();
  facts.domains[0].old.clear();
  facts.new_mx.clear();
  const auto mail = notice_mail(facts, url);
  EXPECT_THAT(mail.text, Not(HasSubstr("old:")));
  EXPECT_THAT(mail.text, HasSubstr("new: the provider of the new server names it"));
  facts.domains.clear();
  EXPECT_EQ(notice_mail(facts, url).subject, "First run finished: anna@shop.example");
}

TEST(NoticeMail, the_only_run_says_that_no_other_is_planned) {
  auto facts = first_run();
  facts.notice.kind = NoticeKind::only_run_finished;
  facts.report.next_run = {};
  const auto mail = notice_mail(facts, url);
  EXPECT_EQ(mail.subject, "Finished, now change MX: anna@shop.example");
  EXPECT_THAT(mail.text, HasSubstr("No further run is planned."));
}

TEST(NoticeMail, a_failure_says_what_to_do) {
  auto row = anna();
  row.state = MigrationState::failed;
  row.reason = "target_full";
  row.reason_text = "target: target_full at mx.example: over quota";
  auto facts = facts_about(row, NoticeKind::failed);
  facts.report.troubled = {row};
  const auto mail = notice_mail(facts, url);
  EXPECT_EQ(mail.subject, "Needs you: anna@shop.example");
  EXPECT_THAT(mail.text, HasSubstr("The target mailbox is full. Raise its quota"));
  EXPECT_THAT(mail.text, HasSubstr("over quota"));
}

TEST(NoticeMail, of_a_batch_counts_its_accounts) {
  auto failed = anna();
  failed.state = MigrationState::failed;
  failed.reason = "wrong_password";
  NoticeFacts facts = facts_about(anna(), NoticeKind::failed);
  facts.migration.reset();
  facts.notice.batch = "01B";
  facts.batch.emplace();
  facts.batch->number = 7;
  facts.report.states = {{MigrationState::complete, 1200}, {MigrationState::failed, 30}};
  facts.report.troubled.assign(most_in_a_notice, failed);
  const auto mail = notice_mail(facts, url);
  EXPECT_EQ(mail.subject, "Needs you: 7");
  EXPECT_THAT(mail.text, HasSubstr("... and 10 more."));
  EXPECT_THAT(mail.text, HasSubstr("/batches/01B"));
  facts.notice.kind = NoticeKind::all_finished;
  facts.batch->name = "Shop";
  const auto end = notice_mail(facts, url);
  EXPECT_EQ(end.subject, "All finished: Shop");
  EXPECT_THAT(end.text, HasSubstr("Shop (accounts: 1,230)\n\nComplete: 1,200\nNeed you: 30\n"));
  EXPECT_THAT(end.text, Not(HasSubstr("Cancelled")));
  facts.report.missing = 1;
  EXPECT_EQ(notice_mail(facts, url).subject, "Finished with gaps: Shop");
}

TEST(NoticeMail, no_header_and_no_line_comes_from_outside) {
  const std::string evil = "x\r\nBcc: all@example.org\r\n\r\nClick\x1b here\n.\n";
  auto row = anna();
  row.source.email = evil + "@shop.example";
  row.target.email = evil;
  row.reason = "wrong_password\nSubject: x";
  row.reason_text = evil;
  row.state = MigrationState::failed;
  for (const auto kind : {NoticeKind::first_run_finished, NoticeKind::only_run_finished,
                          NoticeKind::all_finished, NoticeKind::failed}) {
    auto facts = facts_about(row, kind);
    facts.person->name = evil;
    facts.report.troubled = {row};
    facts.domains = {{.domain = evil, .old = {evil}}};
    facts.new_mx = {evil};
    const auto mail = notice_mail(facts, url);
    EXPECT_EQ(mail.subject.find_first_of("\r\n"), mail.subject.npos);
    EXPECT_THAT(mail.text, Not(HasSubstr("\nBcc:")));
    EXPECT_THAT(mail.text, Not(HasSubstr("\r")));
    EXPECT_THAT(mail.text, Not(HasSubstr("\n.\n")));
    EXPECT_THAT(mail.text, Not(HasSubstr("\x1b")));
    const auto message =
        net::to_rfc5322({.from = *net::MailAddress::parse("postferry@provider.example"),
                         .to = {*net::MailAddress::parse("ada@shop.example")},
                         .subject = net::HeaderText(mail.subject),
                         .text = mail.text,
                         .unique = net::HeaderText("failed/01M\r\nBcc: x")},
                        evening);
    EXPECT_THAT(message, Not(HasSubstr("\nBcc:")));
  }
}

TEST(TestMail, is_in_the_language_and_names_the_service) {
  EXPECT_EQ(test_mail("de", url).subject, "Test von Postferry");
  EXPECT_THAT(test_mail("en", url).text, HasSubstr(url));
}

}  // namespace
}  // namespace postferry::service

#include "service/notices/notice_mail.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <utility>

#include "service/notices/notice_texts.hpp"

namespace postferry::service {
namespace {

using storage::catalog::MigrationRow;
using storage::catalog::MigrationState;
using storage::catalog::NoticeKind;

// For whom and about what a mail is written.
struct Writing {
  const NoticeFacts& facts;
  const NoticeTexts& texts;
  TimeZone zone;

  std::string filled(std::string_view name, const Filling& filling) const {
    return filling.fill(texts.text(name));
  }
  // "" for none, so that its line is left out.
  std::string count(std::int64_t number) const {
    return number == 0 ? "" : number_text(texts, number);
  }
  std::int64_t accounts_in(MigrationState state) const {
    const auto found = facts.report.states.find(state);
    return found == facts.report.states.end() ? 0 : found->second;
  }
  std::int64_t accounts() const {
    std::int64_t all = 0;
    for (const auto& [state, number] : facts.report.states) all += number;
    return all;
  }
};

std::string account_text(const Writing& mail, const MigrationRow& row) {
  if (row.source.email == row.target.email)
    return Filling().value("address", row.source.email).fill("{address}");
  return mail.filled("account",
                     Filling().value("source", row.source.email).value("target", row.target.email));
}

std::string batch_name(const storage::catalog::BatchRow& batch) {
  return batch.name.empty() ? fmt::format("{}", batch.number) : batch.name;
}

std::string what_text(const Writing& mail) {
  if (mail.facts.migration) return account_text(mail, *mail.facts.migration);
  return mail.filled("batch", Filling()
                                  .value("name", batch_name(*mail.facts.batch))
                                  .block("count", number_text(mail.texts, mail.accounts())));
}

// For a subject, which a phone cuts off early.
std::string short_what(const Writing& mail) {
  return mail.facts.migration ? mail.facts.migration->source.email : batch_name(*mail.facts.batch);
}

std::string states_text(const Writing& mail) {
  if (mail.facts.migration) return "";
  using enum MigrationState;
  const auto others = mail.accounts_in(waiting) + mail.accounts_in(running) +
                      mail.accounts_in(waiting_for_next) + mail.accounts_in(throttled);
  return mail.filled("states", Filling()
                                   .block("complete", mail.count(mail.accounts_in(complete)))
                                   .block("incomplete", mail.count(mail.accounts_in(incomplete)))
                                   .block("cancelled", mail.count(mail.accounts_in(cancelled)))
                                   .block("failed", mail.count(mail.accounts_in(failed)))
                                   .block("paused", mail.count(mail.accounts_in(paused)))
                                   .block("others", mail.count(others)));
}

std::string counts_text(const Writing& mail) {
  const auto& report = mail.facts.report;
  return mail.filled("counts", Filling()
                                   .block("brought", number_text(mail.texts, report.brought))
                                   .block("was_there", mail.count(report.was_there))
                                   .block("excluded", mail.count(report.excluded))
                                   .block("failed", mail.count(report.failed))
                                   .block("missing", mail.count(report.missing)));
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += (text.empty() ? "" : ", ") + line;
  return text;
}

bool has_to_change_mx(const NoticeFacts& facts) {
  return facts.is_first_run_finished() &&
         std::ranges::any_of(facts.domains, [&facts](const auto& domain) {
           return !points_there_already(domain, facts.new_mx);
         });
}

std::string mx_text(const Writing& mail) {
  const auto& facts = mail.facts;
  std::string to_change;
  std::string changed;
  for (const auto& domain : facts.domains) {
    const auto line = Filling().value("domain", domain.domain);
    if (points_there_already(domain, facts.new_mx)) {
      changed += mail.filled("mx.done", line) + "\n";
      continue;
    }
    auto records = line;
    records.value("old", joined(domain.old));
    records.value("new", facts.new_mx.empty() ? std::string(mail.texts.text("mx.new_unknown"))
                                              : joined(facts.new_mx));
    to_change += mail.filled("mx.domain", records) + "\n";
  }
  if (to_change.empty()) return changed;
  const bool are_more = facts.domains.size() >= most_in_a_notice;
  return mail.filled("mx", Filling()
                               .block("domains", to_change + changed)
                               .block("more", std::string(are_more ? mail.texts.text("mx.more")
                                                                   : std::string_view{})));
}

std::string next_text(const Writing& mail) {
  const auto next = mail.facts.report.next_run;
  if (next != Instant{})
    return mail.filled("next.planned",
                       Filling().value("time", time_text(mail.texts, mail.zone, next)));
  return has_to_change_mx(mail.facts) ? std::string(mail.texts.text("next.none")) : "";
}

std::string reason_text(const Writing& mail, const MigrationRow& row) {
  const auto reason = mail.texts.text("reason." + row.reason);
  return std::string(reason.empty() ? mail.texts.text("reason.unknown") : reason);
}

std::string troubled_text(const Writing& mail) {
  const bool is_failure = mail.facts.notice.kind == NoticeKind::failed;
  if (is_failure && mail.facts.migration) return reason_text(mail, *mail.facts.migration);
  std::string text;
  for (const auto& row : mail.facts.report.troubled)
    text += mail.filled("troubled.account", Filling()
                                                .block("account", account_text(mail, row))
                                                .block("reason", reason_text(mail, row))) +
            "\n";
  const auto listed = static_cast<std::int64_t>(mail.facts.report.troubled.size());
  const auto more = mail.accounts_in(MigrationState::failed) - listed;
  if (more > 0)
    text += mail.filled("troubled.more", Filling().block("count", number_text(mail.texts, more)));
  if (text.empty() || is_failure) return text;
  return mail.filled("troubled", Filling().block("accounts", text));
}

// "failed.subject": what its subject says depends on what is to be done.
std::string subject_name(const NoticeFacts& facts) {
  const auto name = std::string(text_of(facts.notice.kind)) + ".subject";
  if (has_to_change_mx(facts)) return name + "_mx";
  const bool has_gaps = facts.report.failed > 0 || facts.report.missing > 0;
  const bool is_end = facts.notice.kind == NoticeKind::all_finished ||
                      facts.notice.kind == NoticeKind::only_run_finished;
  return is_end && has_gaps ? name + "_gaps" : name;
}

std::string detail_text(const Writing& mail) {
  if (!mail.facts.migration || mail.facts.migration->reason_text.empty()) return "";
  return mail.filled("failed.detail", Filling().value("words", mail.facts.migration->reason_text));
}

}  // namespace

NoticeMail notice_mail(const NoticeFacts& facts, std::string_view public_url) {
  const auto zone = TimeZone::named(facts.person->time_zone);
  const Writing mail{.facts = facts,
                     .texts = notice_texts(facts.person->language),
                     .zone = zone ? *zone : TimeZone::utc()};
  const auto kind = std::string(text_of(facts.notice.kind));
  const auto text = mail.filled(kind + ".text", Filling()
                                                    .block("what", what_text(mail))
                                                    .block("states", states_text(mail))
                                                    .block("counts", counts_text(mail))
                                                    .block("mx", mx_text(mail))
                                                    .block("next", next_text(mail))
                                                    .block("troubled", troubled_text(mail))
                                                    .block("detail", detail_text(mail)));
  return {.subject = mail.filled(subject_name(facts), Filling().value("what", short_what(mail))),
          .text = mail.filled("frame", Filling()
                                           .value("name", facts.person->name)
                                           .block("text", text)
                                           .block("link", std::string(public_url) + facts.page()))};
}

NoticeMail test_mail(std::string_view language, std::string_view public_url) {
  const auto& texts = notice_texts(language);
  return {.subject = std::string(texts.text("test.subject")),
          .text = Filling().value("link", public_url).fill(texts.text("test.text"))};
}

}  // namespace postferry::service

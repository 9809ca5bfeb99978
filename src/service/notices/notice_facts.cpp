#include "service/notices/notice_facts.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "base/error.hpp"
#include "storage/catalog/migrations.hpp"
#include "storage/catalog/people.hpp"
#include "text/ascii.hpp"

namespace postferry::service {
namespace {

using storage::catalog::batch_report;
using storage::catalog::BatchReport;
using storage::catalog::MigrationRow;
using storage::catalog::MigrationState;
using storage::catalog::NoticeChannel;
using storage::catalog::NoticeKind;
using storage::catalog::NoticeRow;
using storage::catalog::PersonState;
using storage::catalog::Reach;

BatchReport report_of(const MigrationRow& row) {
  BatchReport report;
  report.states[row.state] = 1;
  report.brought = row.brought;
  report.was_there = row.was_there;
  report.excluded = row.excluded;
  report.failed = row.failed;
  report.missing = row.missing;
  if (row.state == MigrationState::waiting_for_next) report.next_run = row.due;
  if (!row.source.domain.empty() &&
      (row.target.domain.empty() || row.target.domain == row.source.domain))
    report.domains.push_back(row.source.domain);
  if (row.state == MigrationState::failed) report.troubled.push_back(row);
  return report;
}

// The one it is about, or the whole batch.
bool read_object(soci::session& session, NoticeFacts& facts) {
  const auto reach = Reach::customer(facts.notice.customer);
  if (!facts.notice.batch.empty()) facts.batch = find_batch(session, reach, facts.notice.batch);
  if (facts.notice.migration.empty()) {
    if (!facts.batch) return false;
    facts.report = batch_report(session, facts.batch->id, most_in_a_notice);
    return true;
  }
  facts.migration = find_migration(session, reach, facts.notice.migration);
  if (!facts.migration) return false;
  facts.report = report_of(*facts.migration);
  return true;
}

// Only somebody of this customer, who may sign in.
bool read_person(soci::session& session, NoticeFacts& facts) {
  if (facts.notice.channel != NoticeChannel::mail) return true;
  facts.person = find_person(session, Reach::customer(facts.notice.customer), facts.notice.person);
  return facts.person && facts.person->state == PersonState::active;
}

std::string host_of(std::string_view record) {
  const auto blank = record.rfind(' ');
  auto host = text::to_lower(blank == record.npos ? record : record.substr(blank + 1));
  if (host.ends_with('.')) host.pop_back();
  return host;
}

// Nothing: DNS did not say.
Task<std::vector<net::MxRecord>> asked(const AskMx& ask, const std::string& domain) {
  try {
    co_return co_await ask(domain);
  } catch (const Failure&) {
    co_return std::vector<net::MxRecord>{};
  }
}

}  // namespace

std::string NoticeFacts::page() const {
  if (migration) return "/migrations/" + migration->id;
  return "/batches/" + notice.batch;
}

std::optional<NoticeFacts> read_facts(soci::session& session, const NoticeRow& notice) {
  NoticeFacts facts{.notice = notice};
  auto customer = find_customer(session, Reach::customer(notice.customer), notice.customer);
  if (!customer || !read_person(session, facts) || !read_object(session, facts))
    return std::nullopt;
  facts.customer = *std::move(customer);
  // A person who has seen to it meanwhile needs no mail; a program may want each step.
  const bool is_settled = notice.kind == NoticeKind::failed && facts.report.troubled.empty();
  if (is_settled && notice.channel == NoticeChannel::mail) return std::nullopt;
  return facts;
}

Task<std::vector<DomainMx>> old_mx_records(AskMx ask, std::vector<std::string> domains) {
  std::vector<DomainMx> all;
  for (auto& domain : domains) {
    DomainMx found{.domain = std::move(domain)};
    for (const auto& record : co_await asked(ask, found.domain))
      found.old.push_back(fmt::format("{} {}", record.preference, record.host));
    all.push_back(std::move(found));
  }
  co_return all;
}

bool points_there_already(const DomainMx& domain, const std::vector<std::string>& new_mx) {
  return !domain.old.empty() && std::ranges::all_of(domain.old, [&](const auto& old) {
    return std::ranges::any_of(new_mx,
                               [&](const auto& line) { return host_of(line) == host_of(old); });
  });
}

}  // namespace postferry::service

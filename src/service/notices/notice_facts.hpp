// NoticeFacts: what a notice tells, read when it is sent, so that it is true then.
//
// Made by the delivery from a row of the outbox, written down for people by notice_mail and for
// machines by webhook. What DNS says of the domains is added by old_mx_records(). Values.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/task.hpp"
#include "net/dns_records.hpp"
#include "storage/catalog/batch_standing.hpp"
#include "storage/catalog/batches.hpp"
#include "storage/catalog/outbox.hpp"
#include "storage/catalog/person_row.hpp"

namespace postferry::service {

// Of so many domains and accounts that need a person a notice speaks at most.
inline constexpr std::size_t most_in_a_notice = 20;

struct DomainMx {
  std::string domain;
  std::vector<std::string> old{};  // "10 mx.old.example"; none: DNS did not say
};

struct NoticeFacts {
  storage::catalog::NoticeRow notice{};
  storage::catalog::CustomerRow customer{};
  std::optional<storage::catalog::PersonRow> person{};
  std::optional<storage::catalog::MigrationRow> migration{};  // none: about the batch
  std::optional<storage::catalog::BatchRow> batch{};
  storage::catalog::BatchReport report{};  // of the batch, or of the one migration
  std::vector<DomainMx> domains{};         // whose MX records are to be changed
  std::vector<std::string> new_mx{};       // that the settings name

  bool is_first_run_finished() const {
    return notice.kind == storage::catalog::NoticeKind::first_run_finished ||
           notice.kind == storage::catalog::NoticeKind::only_run_finished;
  }
  // "/migrations/01J..."
  std::string page() const;
};

// Nothing when it is not to be told any more: what it is about is gone, goes on again by now, or
// nobody active is there to be told.
std::optional<NoticeFacts> read_facts(soci::session& session,
                                      const storage::catalog::NoticeRow& notice);

using AskMx = std::function<Task<std::vector<net::MxRecord>>(std::string domain)>;
// One after the other; a domain that DNS does not answer for has no records.
Task<std::vector<DomainMx>> old_mx_records(AskMx ask, std::vector<std::string> domains);

// Whether all the old records name hosts of the new.
bool points_there_already(const DomainMx& domain, const std::vector<std::string>& new_mx);

}  // namespace postferry::service

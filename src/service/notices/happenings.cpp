#include "service/notices/happenings.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string_view>
#include <utility>

#include "storage/catalog/batch_standing.hpp"
#include "storage/catalog/batches.hpp"
#include "storage/catalog/outbox.hpp"

namespace postferry::service {
namespace {

using storage::catalog::BatchRow;
using storage::catalog::count_runs;
using storage::catalog::has_finished_first_runs;
using storage::catalog::has_first_runs_ahead;
using storage::catalog::has_open_migrations;
using storage::catalog::MigrationRow;
using storage::catalog::MigrationState;
using storage::catalog::newest_migration;
using storage::catalog::NoticeChannel;
using storage::catalog::NoticeKind;
using storage::catalog::NoticeRow;
using storage::catalog::RunKind;

struct Changed {
  bool first_run_finished = false;
  bool all_finished = false;
  bool failed = false;
  bool is_over = false;  // also by being cancelled
  bool is_of_first_run = false;
};

Changed changed_between(const MigrationRow& before, const MigrationRow& after) {
  const bool is_cancelled = after.state == MigrationState::cancelled;
  const bool became_over = !is_over(before.state) && is_over(after.state);
  return {.first_run_finished = before.due_kind == RunKind::first &&
                                after.due_kind != RunKind::first && !is_cancelled,
          .all_finished = became_over && !is_cancelled,
          .failed = before.state != MigrationState::failed && after.state == MigrationState::failed,
          .is_over = became_over,
          .is_of_first_run = before.due_kind == RunKind::first};
}

NoticeRow notice_about(const MigrationRow& row, NoticeKind kind, NoticeChannel channel,
                       Instant now) {
  const auto what = text_of(kind);
  auto happening = fmt::format("{}/{}", what, row.id);
  if (kind == NoticeKind::all_finished) happening += fmt::format("/{}", row.runs);
  if (kind == NoticeKind::failed)
    happening += fmt::format("/{}", row.state_since.time_since_epoch().count());
  return {.happening = std::move(happening),
          .channel = channel,
          .customer = row.customer,
          .kind = kind,
          .migration = row.id,
          .batch = row.batch,
          .person = channel == NoticeChannel::mail ? row.created_by : "",
          .created = now,
          .next_try = now};
}

void tell_of_one(soci::session& session, const MigrationRow& row, const Changed& changed,
                 NoticeChannel channel, Instant now) {
  const auto tell = [&](NoticeKind kind) {
    put_down(session, notice_about(row, kind, channel, now));
  };
  const bool is_mail = channel == NoticeChannel::mail;
  if (changed.failed) tell(NoticeKind::failed);
  if (is_mail && changed.first_run_finished && changed.all_finished)
    return tell(NoticeKind::only_run_finished);
  if (changed.first_run_finished) tell(NoticeKind::first_run_finished);
  if (changed.all_finished) tell(NoticeKind::all_finished);
}

// `which` of its kind.
NoticeRow notice_about(const BatchRow& batch, NoticeKind kind, std::string_view which,
                       NoticeChannel channel, Instant now) {
  return {.happening = fmt::format("{}/{}/{}", text_of(kind), batch.id, which),
          .channel = channel,
          .customer = batch.customer,
          .kind = kind,
          .batch = batch.id,
          .person = channel == NoticeChannel::mail ? batch.created_by : "",
          .created = now,
          .next_try = now};
}

// The mail that waits, or one an hour after the last, tells of this failure too.
void gather_failure(soci::session& session, const BatchRow& batch, Instant now) {
  const auto last = latest_of_batch(session, batch.id, NoticeKind::failed, NoticeChannel::mail);
  if (last && last->state == storage::catalog::NoticeState::waiting) return;
  auto row =
      notice_about(batch, NoticeKind::failed, fmt::format("{}", now.time_since_epoch().count()),
                   NoticeChannel::mail, now);
  row.next_try = now + failures_are_gathered_for;
  if (last) {
    const auto told = last->closed == Instant{} ? now : last->closed;
    row.next_try = std::max(row.next_try, told + between_failure_mails);
  }
  put_down(session, row);
}

// Whoever cancels the last of it is not told to change MX records.
NoticeKind kind_of_end(const Changed& changed) {
  return changed.all_finished ? NoticeKind::only_run_finished : NoticeKind::all_finished;
}

void tell_of_batch(soci::session& session, const BatchRow& batch, const Changed& changed,
                   NoticeChannel channel, Instant now) {
  const bool is_mail = channel == NoticeChannel::mail;
  const bool is_open = has_open_migrations(session, batch.id);
  if (changed.is_of_first_run) {
    // Once more when others have joined the batch since.
    auto first = notice_about(batch, NoticeKind::first_run_finished,
                              newest_migration(session, batch.id), channel, now);
    if (!is_open && is_mail) first.kind = kind_of_end(changed);
    if (put_down(session, first) && is_mail) return;
  }
  if (is_open) return;
  put_down(session, notice_about(batch, NoticeKind::all_finished,
                                 fmt::format("{}", count_runs(session, batch.id)), channel, now));
}

}  // namespace

void put_down_notices(soci::session& session, const MigrationRow& before, const MigrationRow& after,
                      Instant now) {
  const auto changed = changed_between(before, after);
  if (!changed.first_run_finished && !changed.is_over && !changed.failed) return;
  tell_of_one(session, after, changed, NoticeChannel::webhook, now);
  if (after.batch.empty()) return tell_of_one(session, after, changed, NoticeChannel::mail, now);
  const auto batch =
      find_batch(session, storage::catalog::Reach::customer(after.customer), after.batch);
  if (!batch) return;
  if (changed.failed) gather_failure(session, *batch, now);
  if (has_first_runs_ahead(session, batch->id) || !has_finished_first_runs(session, batch->id))
    return;
  for (const auto channel : {NoticeChannel::webhook, NoticeChannel::mail})
    tell_of_batch(session, *batch, changed, channel, now);
}

}  // namespace postferry::service

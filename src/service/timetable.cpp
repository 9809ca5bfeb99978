#include "service/timetable.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/error_catalog.hpp"

namespace postferry::service {
namespace {

constexpr std::chrono::seconds shortest_wait{20};
constexpr std::chrono::seconds longest_wait{std::chrono::hours(2)};
// After an outage of the service, all that was under way comes back within this.
constexpr std::chrono::seconds return_within{10};

struct ObjectionEntry {
  Objection objection;
  std::string_view name;
  std::string_view sentence;
};
constexpr std::array objections{
    ObjectionEntry{Objection::is_over, "is_over",
                   "This migration has ended. Run it again to go on."},
    ObjectionEntry{Objection::is_under_way, "is_under_way",
                   "A run is under way. Wait for its end, or pause it first."},
    ObjectionEntry{Objection::is_paused, "is_paused", "It is paused. Resume it."},
    ObjectionEntry{Objection::is_not_paused, "is_not_paused",
                   "It is neither paused nor has it failed; there is nothing to resume."},
    ObjectionEntry{Objection::no_more_runs, "no_more_runs",
                   "No further runs are allowed. Raise their number, or plan a new migration."},
    ObjectionEntry{Objection::passwords_are_gone, "passwords_are_gone",
                   "The passwords were deleted: after the last planned run, or 14 days after the "
                   "start. Enter them again."},
    ObjectionEntry{Objection::has_begun, "has_begun",
                   "The first run has begun; only the time of the second can be changed."},
};

const ObjectionEntry& entry_of(Objection objection) {
  return *std::ranges::find(objections, objection, &ObjectionEntry::objection);
}

void set_state(MigrationRow& row, MigrationState state, Instant now) {
  if (row.state != state) row.state_since = now;
  row.state = state;
}

void give_reason(MigrationRow& row, const Error& error) {
  row.reason = code_name(error.code);
  row.reason_text = describe(error);
}

void clear_reason(MigrationRow& row) {
  row.reason.clear();
  row.reason_text.clear();
}

void plan(MigrationRow& row, RunKind kind, Instant due) {
  row.due_kind = kind;
  row.due = due;
  row.attempts = 0;
}

void plan_nothing(MigrationRow& row) {
  row.due = {};
  row.due_kind = RunKind::none;
  row.attempts = 0;
}

bool is_none(Instant instant) { return instant == Instant{}; }

Instant second_run(const MigrationRow& row, Instant first_ended) {
  if (!is_none(row.second_at)) return std::max(row.second_at, first_ended);
  if (row.second_after_seconds > 0)
    return first_ended + std::chrono::seconds(row.second_after_seconds);
  return {};
}

bool has_second_run(const MigrationRow& row) {
  return !is_none(row.second_at) || row.second_after_seconds > 0;
}

void take_counts(MigrationRow& row, const engine::Verdict& verdict) {
  row.outcome = engine::exit_name(verdict.exit());
  row.sentence = verdict.sentence();
  if (verdict.stopped_by) return;
  row.brought = static_cast<std::int64_t>(verdict.brought);
  row.was_there = static_cast<std::int64_t>(verdict.was_there);
  row.excluded = 0;
  for (const auto& [rule, count] : verdict.excluded)
    row.excluded += static_cast<std::int64_t>(count);
  row.failed = static_cast<std::int64_t>(verdict.failed + verdict.doubtful);
  row.missing = static_cast<std::int64_t>(verdict.missing);
  // Progress is stored only now and then; at the end it is known.
  row.messages_done = row.brought + row.was_there;
  row.messages_total = row.messages_done + row.failed + row.missing;
  row.bytes_done = std::max(row.bytes_done, static_cast<std::int64_t>(verdict.copied_now_bytes));
  row.bytes_total = std::max(row.bytes_total, row.bytes_done);
}

// The run came to its verdict: what is next?
void go_on_after(MigrationRow& row, engine::Exit exit, Instant now) {
  clear_reason(row);
  const auto second = second_run(row, now);
  if (row.due_kind == RunKind::first && !is_none(second)) {
    row.second_at = second;
    plan(row, RunKind::second, second);
    set_state(row, MigrationState::waiting_for_next, now);
    return;
  }
  plan_nothing(row);
  row.ended = now;
  set_state(row,
            exit == engine::Exit::complete ? MigrationState::complete : MigrationState::incomplete,
            now);
}

bool is_a_throttle(const Error& error) {
  return error.code == ErrorCode::throttled || error.code == ErrorCode::too_many_connections;
}

void end_early(MigrationRow& row, const Error& error, Instant now, double chance) {
  give_reason(row, error);
  const auto wait = wait_before(error, row.attempts, chance);
  if (!wait || row.attempts >= most_attempts) {
    row.due = {};
    set_state(row, MigrationState::failed, now);
    return;
  }
  ++row.attempts;
  row.due = now + *wait;
  set_state(row, is_a_throttle(error) ? MigrationState::throttled : MigrationState::waiting, now);
}

}  // namespace

std::string_view name_of(Objection objection) { return entry_of(objection).name; }
std::string_view sentence_of(Objection objection) { return entry_of(objection).sentence; }

void accept(MigrationRow& row, Instant now) {
  row.created = now;
  row.first_at = is_none(row.first_at) ? now : std::max(row.first_at, now);
  row.passwords_until = row.first_at + passwords_kept;
  row.state_since = now;
  row.state = MigrationState::waiting;
  plan(row, RunKind::first, row.first_at);
}

void begin(MigrationRow& row, Instant now) {
  if (row.attempts == 0) ++row.runs;
  row.due = {};
  row.ended = {};
  set_state(row, MigrationState::running, now);
}

void end(MigrationRow& row, const engine::Verdict& verdict, Instant now, double chance) {
  row.worked_seconds += std::max<std::int64_t>(0, (now - row.state_since).count());
  row.phase.clear();
  take_counts(row, verdict);
  // Paused or cancelled meanwhile: that stands.
  if (row.state != MigrationState::running) return;
  if (verdict.stopped_by)
    end_early(row, *verdict.stopped_by, now, chance);
  else
    go_on_after(row, verdict.exit(), now);
}

void interrupted(MigrationRow& row, Instant now, double chance) {
  row.phase.clear();
  row.attempts = std::max<std::int64_t>(1, row.attempts);
  row.due = now + std::chrono::round<std::chrono::seconds>(chance * return_within);
  set_state(row, MigrationState::waiting, now);
}

Done pause(MigrationRow& row, Instant now) {
  if (is_over(row.state)) return std::unexpected(Objection::is_over);
  if (row.state == MigrationState::paused) return std::unexpected(Objection::is_paused);
  // The run that is under way is gone on with, not begun again.
  if (row.state == MigrationState::running) row.attempts = std::max<std::int64_t>(1, row.attempts);
  row.due = {};
  set_state(row, MigrationState::paused, now);
  return {};
}

Done resume(MigrationRow& row, Instant now) {
  if (row.state != MigrationState::paused && row.state != MigrationState::failed)
    return std::unexpected(Objection::is_not_paused);
  if (row.passwords_until <= now) return std::unexpected(Objection::passwords_are_gone);
  clear_reason(row);
  const bool begun = row.attempts > 0 || row.state == MigrationState::failed;
  row.attempts = begun ? 1 : 0;
  const auto planned = row.due_kind == RunKind::second ? row.second_at : row.first_at;
  row.due = begun ? now : std::max(planned, now);
  set_state(row,
            !begun && row.due_kind == RunKind::second ? MigrationState::waiting_for_next
                                                      : MigrationState::waiting,
            now);
  return {};
}

Done cancel(MigrationRow& row, Instant now) {
  if (is_over(row.state)) return std::unexpected(Objection::is_over);
  plan_nothing(row);
  clear_reason(row);
  row.ended = now;
  set_state(row, MigrationState::cancelled, now);
  return {};
}

Done run_again(MigrationRow& row, Instant at, Instant now) {
  if (row.state == MigrationState::running) return std::unexpected(Objection::is_under_way);
  if (row.state == MigrationState::failed) return resume(row, now);
  if (row.passwords_until <= now) return std::unexpected(Objection::passwords_are_gone);
  if (is_over(row.state)) {
    if (row.further_runs == 0) return std::unexpected(Objection::no_more_runs);
    --row.further_runs;
    plan(row, RunKind::further, std::max(at, now));
    row.ended = {};
    set_state(row, MigrationState::waiting_for_next, now);
    return {};
  }
  clear_reason(row);
  row.due = std::max(at, now);
  set_state(row,
            row.runs > 0 && row.attempts == 0 ? MigrationState::waiting_for_next
                                              : MigrationState::waiting,
            now);
  return {};
}

Done change_times(MigrationRow& row, const Times& times, Instant now) {
  if (is_over(row.state)) return std::unexpected(Objection::is_over);
  const bool begun = row.runs > 0;
  if (times.first_at && begun) return std::unexpected(Objection::has_begun);
  if (times.first_at) {
    row.first_at = std::max(*times.first_at, now);
    row.passwords_until = row.first_at + passwords_kept;
    if (!is_none(row.due)) row.due = row.first_at;
  }
  row.second_at = times.second_at;
  row.second_after_seconds = times.second_after.count();
  if (row.due_kind != RunKind::second || row.attempts > 0) return {};
  if (!has_second_run(row)) {
    plan_nothing(row);
    row.ended = now;
    set_state(row,
              row.outcome == engine::exit_name(engine::Exit::complete) ? MigrationState::complete
                                                                       : MigrationState::incomplete,
              now);
  } else if (!is_none(row.due)) {
    row.due = second_run(row, std::max(now, row.state_since));
  }
  return {};
}

std::optional<std::chrono::seconds> wait_before(const Error& error, std::int64_t attempts,
                                                double chance) {
  if (error.retry == Retry::never && !is_a_throttle(error) && error.code != ErrorCode::lease_held)
    return std::nullopt;
  const auto doubled = shortest_wait * (std::int64_t{1} << std::min<std::int64_t>(attempts, 10));
  auto wait = std::min<std::chrono::seconds>(doubled, longest_wait);
  if (error.retry_after) wait = std::max(wait, *error.retry_after);
  // Up to half as long again.
  return wait + std::chrono::round<std::chrono::seconds>(wait * (chance / 2));
}

}  // namespace postferry::service

// The timetable of one migration: what it does next, and when. Pure changes of its row, made when
// it is accepted, begun, ended, paused, resumed, cancelled or asked for again.
//
// Called by the scheduler and by what people ask for; the caller stores the row. A run that an
// error ended early is gone on with under its own number; one that came to a verdict is done.
// Instants are UTC; chance is a number from 0 to 1, so that what failed together does not come back
// together.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

#include "base/clock.hpp"
#include "engine/verdict.hpp"
#include "storage/catalog/migration_row.hpp"

namespace postferry::service {

using storage::catalog::MigrationRow;
using storage::catalog::MigrationState;
using storage::catalog::RunKind;

// Passwords are kept so long after the start at most.
inline constexpr std::chrono::days passwords_kept{14};
// A run that an error ends early is tried so often in a row.
inline constexpr std::int64_t most_attempts = 30;

// Why something that was asked for is not done; stable names for the API.
enum class Objection : std::uint8_t {
  is_over,       // nothing can be paused or cancelled any more
  is_under_way,  // it runs already
  is_paused,
  is_not_paused,
  no_more_runs,  // further runs are used up
  passwords_are_gone,
  has_begun,  // its first run's time cannot be changed any more
};
std::string_view name_of(Objection objection);
// A sentence that says what to do.
std::string_view sentence_of(Objection objection);

using Done = std::expected<void, Objection>;

// Accepted: the first run is planned.
void accept(MigrationRow& row, Instant now);

// A run begins, or goes on after an error ended it early.
void begin(MigrationRow& row, Instant now);

// What became of it.
void end(MigrationRow& row, const engine::Verdict& verdict, Instant now, double chance);
// The service went down meanwhile: the run goes on as soon as there is room.
void interrupted(MigrationRow& row, Instant now, double chance);

// What people ask for. Pausing and cancelling a run that is under way also stops it: the caller's
// affair.
Done pause(MigrationRow& row, Instant now);
Done resume(MigrationRow& row, Instant now);
Done cancel(MigrationRow& row, Instant now);
Done run_again(MigrationRow& row, Instant at, Instant now);

struct Times {
  std::optional<Instant> first_at{};
  Instant second_at{};
  std::chrono::seconds second_after{0};
};
Done change_times(MigrationRow& row, const Times& times, Instant now);

// How long to wait before a run that this error ended early is gone on with; nothing: never by
// itself, a person has to do something first.
std::optional<std::chrono::seconds> wait_before(const Error& error, std::int64_t attempts,
                                                double chance);

}  // namespace postferry::service

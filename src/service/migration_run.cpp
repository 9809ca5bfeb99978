#include "service/migration_run.hpp"

#include <chrono>
#include <fmt/format.h>
#include <optional>
#include <utility>

#include "base/error_catalog.hpp"
#include "engine/announced_doors.hpp"
#include "engine/run.hpp"
#include "service/kept_secrets.hpp"
#include "service/notices/happenings.hpp"
#include "service/run_events.hpp"
#include "service/stored_choices.hpp"
#include "service/timetable.hpp"
#include "storage/catalog/migrations.hpp"

namespace postferry::service {
namespace {

using storage::catalog::Reach;
using storage::catalog::RunRow;
using storage::catalog::SecretRow;

// A run that is about to begin: who logs in on both sides, and what it does.
struct Prepared {
  Login source;
  Login target;
  engine::Account source_account;
  engine::Account target_account;
  engine::Options options;
};

Result<Login> login_of(const RunRoom& room, const storage::catalog::AccountRow& account, Side side,
                       const std::optional<SecretRow>& sealed) {
  auto url = parse_account_url(account.url, side);
  if (!url) return std::unexpected(url.error());
  if (!sealed)
    return std::unexpected(Error{.code = ErrorCode::wrong_password,
                                 .text = "The password was deleted. Enter it again.",
                                 .where = url->endpoint.host,
                                 .side = side,
                                 .scope = Scope::account});
  auto password = opened(room.vault, *sealed);
  if (!password) return std::unexpected(password.error());
  url->policy.addresses = room.addresses;
  const auto number = number_of(*password);
  return Login{*std::move(url), *std::move(password), number};
}

struct Sealed {
  std::optional<SecretRow> source;
  std::optional<SecretRow> target;
};

Task<Sealed> sealed_passwords(RunRoom& room, const MigrationRow& row) {
  co_return co_await room.catalog.look(
      [id = row.id, own = row.own_server != 0](soci::session& session) {
        const auto reach = Reach::everything();
        return Sealed{find_secret(session, reach, id, "source"),
                      own ? find_secret(session, reach, own_server_secret, "target")
                          : find_secret(session, reach, id, "target")};
      });
}

Task<Result<Prepared>> prepared(RunRoom& room, const MigrationRow& row) {
  const auto sealed = co_await sealed_passwords(room, row);
  auto source = login_of(room, row.source, Side::source, sealed.source);
  if (!source) co_return std::unexpected(source.error());
  auto target = login_of(room, row.target, Side::target, sealed.target);
  if (!target) co_return std::unexpected(target.error());
  // The operator has named his own server himself.
  if (row.own_server != 0) target->account.policy.addresses = {};
  auto options = engine_options(read_stored(row.options));
  if (!options) co_return std::unexpected(options.error());
  const auto [from, to] = named_accounts(source->account, target->account);
  co_return Prepared{*std::move(source), *std::move(target), from, to, *std::move(options)};
}

// The row as it stands when the run has begun; nothing when it is not due any more.
Task<std::optional<MigrationRow>> begun(RunRoom& room, std::string id) {
  co_return co_await room.catalog.change(
      [id = std::move(id),
       now = room.clock()](soci::session& session) -> std::optional<MigrationRow> {
        auto row = find_migration(session, Reach::everything(), id);
        if (!row || row->due == Instant{} || row->due > now) return std::nullopt;
        RunRow run;
        run.migration = row->id;
        run.number = row->runs + 1;
        run.kind = row->due_kind;
        run.due = row->due;
        run.started = now;
        const bool is_new = row->attempts == 0;
        begin(*row, now);
        replace(session, *row);
        if (is_new) add(session, run);
        return row;
      });
}

void take_verdict(RunRow& run, const engine::Verdict& verdict, Instant now) {
  run.ended = now;
  run.outcome = engine::exit_name(verdict.exit());
  run.sentence = verdict.sentence();
  run.error = verdict.stopped_by ? code_name(verdict.stopped_by->code) : "";
  run.copied += static_cast<std::int64_t>(verdict.copied_now);
  run.copied_bytes += static_cast<std::int64_t>(verdict.copied_now_bytes);
  run.messages = static_cast<std::int64_t>(verdict.messages);
  run.failed = static_cast<std::int64_t>(verdict.failed + verdict.doubtful + verdict.missing);
}

// A host may be left alone because of what others, perhaps of other customers, tried there: that
// ends no plan, but is waited out.
void wait_out(engine::Verdict& verdict, const SharedDoors& doors, const Prepared& work) {
  constexpr std::chrono::minutes until_then{15};
  auto& why = verdict.stopped_by;
  if (!why || why->code != ErrorCode::cannot_connect || why->retry != Retry::never) return;
  Side side = Side::none;
  if (doors.left_alone(work.source.account, work.target.account, side) == nullptr) return;
  why->retry = Retry::later;
  why->retry_after = until_then;
}

enum class Passwords : std::uint8_t { kept, wiped };

// Writes down how the run ended; wipes the passwords when nothing more is planned.
Task<Passwords> write_end(RunRoom& room, MigrationRow row, engine::Verdict verdict) {
  co_return co_await room.catalog.change([id = row.id, verdict = std::move(verdict),
                                          now = room.clock(),
                                          chance = room.chance()](soci::session& session) {
    auto row = find_migration(session, Reach::everything(), id);
    if (!row) return Passwords::kept;
    const auto before = *row;
    const bool interrupted_by_us = row->state == MigrationState::running && verdict.stopped_by &&
                                   verdict.stopped_by->code == ErrorCode::interrupted;
    if (interrupted_by_us)
      interrupted(*row, now, chance);
    else
      end(*row, verdict, now, chance);
    for (auto& run : storage::catalog::runs_of(session, id)) {
      if (run.number != row->runs) continue;
      take_verdict(run, verdict, now);
      replace(session, run);
    }
    const bool is_done = is_over(row->state);
    if (is_done) {
      row->passwords_until = {};
      wipe_secrets(session, Reach::everything(), id);
    }
    replace(session, *row);
    put_down_notices(session, before, *row, now);
    return is_done ? Passwords::wiped : Passwords::kept;
  });
}

engine::Verdict not_begun(const MigrationRow& row, Error error) {
  engine::Verdict verdict;
  verdict.source = row.source.email;
  verdict.target = row.target.email;
  verdict.stopped_by = std::move(error);
  return verdict;
}

engine::RunContext context_of(RunRoom& room, const Prepared& work, SharedDoors::Opened doors,
                              RunEvents& events, const engine::StopRequest& stop) {
  return {.source = work.source_account,
          .target = work.target_account,
          .open_source = engine::stoppable<mail::Source>(
              engine::announcing(std::move(doors.source), work.source_account.name, events), stop),
          .open_target = engine::stoppable<mail::Target>(
              engine::announcing(std::move(doors.target), work.target_account.name, events), stop),
          .journal = &room.journal,
          .events = &events,
          .options = work.options};
}

void tell_end(RunEvents& events, const engine::Verdict& verdict, Passwords passwords) {
  if (verdict.stopped_by) events.log().stopped(*verdict.stopped_by);
  events.log().end(verdict.sentence(), engine::exit_name(verdict.exit()));
  if (passwords == Passwords::wiped)
    events.log().note("The passwords were deleted, because no further run is planned.");
}

void tell_news(RunRoom& room, const MigrationRow& row) {
  room.news.tell(NewsOf::migration, row.customer, row.id);
  if (!row.batch.empty()) room.news.tell(NewsOf::batch, row.customer, row.batch);
}

}  // namespace

std::filesystem::path run_log(const RunRoom& room, const std::string& migration,
                              std::int64_t number) {
  return room.logs / migration / fmt::format("run-{}.log", number);
}

Task<RunEnd> run_migration(RunRoom& room, MigrationRow row, const engine::StopRequest& stop) {
  auto work = co_await prepared(room, row);
  RunEvents events(room.news, room.board, row.customer, row.id);
  std::optional<SharedDoors::Opened> doors;
  if (work) {
    doors = room.doors.enter(work->source, work->target, work->options, stop, events,
                             [&room] { return room.stores; });
    if (!doors) co_return RunEnd::no_room;
  }
  const auto running = co_await begun(room, row.id);
  if (!running) co_return RunEnd::not_due;
  tell_news(room, *running);
  events.open_log(run_log(room, row.id, running->runs), engine::run_section(running->runs));
  engine::Verdict verdict;
  if (work) {
    events.log().begin("run", work->source_account, work->target_account,
                       engine::canonical_text(work->options));
    auto context = context_of(room, *work, *std::exchange(doors, std::nullopt), events, stop);
    verdict = co_await engine::copy(std::move(context), stop);
    wait_out(verdict, room.doors, *work);
  } else {
    verdict = not_begun(*running, work.error());
  }
  const auto passwords = co_await write_end(room, *running, verdict);
  tell_end(events, verdict, passwords);
  tell_news(room, *running);
  co_return RunEnd::ended;
}

Task<std::size_t> take_up_interrupted(RunRoom& room) {
  const auto now = room.clock();
  co_return co_await room.catalog.change([now, chance = room.chance](soci::session& session) {
    auto rows = in_state(session, MigrationState::running);
    for (auto& row : rows) {
      interrupted(row, now, chance());
      replace(session, row);
    }
    return rows.size();
  });
}

}  // namespace postferry::service

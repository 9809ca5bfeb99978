// MigrationRow: the move of one account as the catalog keeps it: what was asked for, when it runs,
// how it stands. RunRow: one run of it.
//
// Made by the service from a draft, changed by the scheduler and by people. Passwords are not here,
// but in the vault. Values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace postferry::storage::catalog {

enum class MigrationState : std::uint8_t {
  waiting,
  running,
  waiting_for_next,  // a run has ended and another is planned
  paused,
  throttled,   // goes on at its time
  failed,      // needs a person
  complete,    // ended, all is there
  incomplete,  // ended, something is not
  cancelled,
};
enum class RunKind : std::uint8_t { none, first, second, further };

std::string_view text_of(MigrationState state);
void read_text(std::string_view text, MigrationState& state);
std::string_view text_of(RunKind kind);
void read_text(std::string_view text, RunKind& kind);

// Nothing is planned any more, unless a person asks for it.
constexpr bool is_over(MigrationState state) { return state >= MigrationState::complete; }

// One side. `url` tells the server and the one who logs in, without a password.
struct AccountRow {
  std::string type;    // "imap"
  std::string email;   // as it was given
  std::string domain;  // its own, in lower case
  std::string user;
  std::string url;
  std::string host;  // "old.example:993", where its slots are counted
  std::string key;   // in the journal
};

struct MigrationRow {
  std::string id;
  std::string customer;
  std::string batch;      // "": none
  std::int64_t line = 0;  // in the batch
  std::string created_by;
  Instant created{};
  std::int64_t version = 0;  // raised by each change

  AccountRow source;
  AccountRow target;
  std::int64_t own_server = 0;  // 1: the target logs in with the operator's credential
  std::string options;          // JSON
  std::string words;            // what a search looks in, in lower case

  Instant first_at{};
  Instant second_at{};                    // none: see second_after_seconds
  std::int64_t second_after_seconds = 0;  // after the first run's end; 0: no second run
  std::int64_t further_runs = 0;          // that may still be asked for

  MigrationState state = MigrationState::waiting;
  Instant state_since{};
  Instant due{};  // when the next run may begin; none: not planned
  RunKind due_kind = RunKind::first;
  std::int64_t runs = 0;      // begun so far
  std::int64_t attempts = 0;  // in a row that ended early, of the run that is due
  std::string reason;         // code of what keeps it from going on
  std::string reason_text;
  Instant passwords_until{};

  std::string phase;
  std::int64_t messages_done = 0;
  std::int64_t messages_total = 0;
  std::int64_t bytes_done = 0;
  std::int64_t bytes_total = 0;

  std::string outcome;  // of the last run: an exit's name
  std::string sentence;
  std::int64_t brought = 0;
  std::int64_t was_there = 0;
  std::int64_t excluded = 0;
  std::int64_t failed = 0;
  std::int64_t missing = 0;
  std::int64_t worked_seconds = 0;  // all runs together
  Instant ended{};                  // when it was over

  static void each(auto& row, auto&& visit) {
    visit("id", row.id);
    visit("customer_id", row.customer);
    visit("batch_id", row.batch);
    visit("line", row.line);
    visit("created_by", row.created_by);
    visit("created", row.created);
    visit("version", row.version);
    each_side("source_", row.source, visit);
    each_side("target_", row.target, visit);
    visit("own_server", row.own_server);
    visit("options", row.options);
    visit("words", row.words);
    visit("first_at", row.first_at);
    visit("second_at", row.second_at);
    visit("second_after_seconds", row.second_after_seconds);
    visit("further_runs", row.further_runs);
    visit("state", row.state);
    visit("state_since", row.state_since);
    visit("due", row.due);
    visit("due_kind", row.due_kind);
    visit("runs", row.runs);
    visit("attempts", row.attempts);
    visit("reason", row.reason);
    visit("reason_text", row.reason_text);
    visit("passwords_until", row.passwords_until);
    visit("phase", row.phase);
    visit("messages_done", row.messages_done);
    visit("messages_total", row.messages_total);
    visit("bytes_done", row.bytes_done);
    visit("bytes_total", row.bytes_total);
    visit("outcome", row.outcome);
    visit("sentence", row.sentence);
    visit("brought", row.brought);
    visit("was_there", row.was_there);
    visit("excluded", row.excluded);
    visit("failed", row.failed);
    visit("missing", row.missing);
    visit("worked_seconds", row.worked_seconds);
    visit("ended", row.ended);
  }

 private:
  static void each_side(const std::string& side, auto& account, auto& visit) {
    visit(side + "type", account.type);
    visit(side + "email", account.email);
    visit(side + "domain", account.domain);
    visit(side + "user", account.user);
    visit(side + "url", account.url);
    visit(side + "host", account.host);
    visit(side + "key", account.key);
  }
};

struct RunRow {
  std::string migration;
  std::int64_t number = 0;
  RunKind kind = RunKind::first;
  Instant due{};
  Instant started{};
  Instant ended{};  // none: under way
  std::string outcome;
  std::string sentence;
  std::string error;
  std::int64_t copied = 0;
  std::int64_t copied_bytes = 0;
  std::int64_t messages = 0;
  std::int64_t failed = 0;

  static void each(auto& row, auto&& visit) {
    visit("migration_id", row.migration);
    visit("number", row.number);
    visit("kind", row.kind);
    visit("due", row.due);
    visit("started", row.started);
    visit("ended", row.ended);
    visit("outcome", row.outcome);
    visit("sentence", row.sentence);
    visit("error", row.error);
    visit("copied", row.copied);
    visit("copied_bytes", row.copied_bytes);
    visit("messages", row.messages);
    visit("failed", row.failed);
  }
};

}  // namespace postferry::storage::catalog

#include "app/pair_session.hpp"

#include <algorithm>
#include <errno.h>
#include <fmt/format.h>
#include <string.h>
#include <unistd.h>

#include "app/passwords.hpp"
#include "engine/announced_doors.hpp"

namespace postferry::app {
namespace {

Secret password(const service::AccountUrl& account, const std::filesystem::path& file,
                const Secret& environment, const Console& console, Output output) {
  auto secret = password_of(account, file, environment, [&](std::string_view sentence) {
    if (output != Output::quiet) console.warn(sentence);
  });
  if (!secret) throw Failure(secret.error());
  return std::move(*secret);
}

// Before a password is asked for.
void expect_readable_authorities(const service::AccountUrl& account) {
  const auto& file = account.policy.ca_file;
  if (file.empty() || ::access(file.c_str(), R_OK) == 0) return;
  throw Failure(Error{.code = ErrorCode::bad_usage,
                      .text = fmt::format("?ca={} cannot be read: {}.", file, ::strerror(errno)),
                      .where = std::string(service::argument_name(account.side)),
                      .side = account.side});
}

// Nobody types a password for a journal that cannot be used. It is closed again, because its thread
// would take the signals that the question waits for.
void expect_usable_journal(const std::filesystem::path& state) {
  const storage::Journal opened(state);
}

// A copy is the next of its pair's runs, unless another has the pair and refuses it.
std::string section_for(Verb verb, const storage::AccountPair& accounts,
                        storage::Journal& journal) {
  if (verb != Verb::copy) return verb == Verb::plan ? "[plan]" : "[verify]";
  EventFanout nobody({});
  const auto pairs = run_to_end<std::vector<storage::PairStatus>>(
      [&](const engine::StopRequest&) { return journal.pairs(); }, nobody, [] {});
  const auto pair = std::ranges::find(pairs, accounts, &storage::PairStatus::accounts);
  if (pair == pairs.end()) return engine::run_section(1);
  if (!pair->holder.empty()) return "[copy]";
  return engine::run_section(pair->last_run ? pair->last_run->number + 1 : 1);
}

}  // namespace

PairSession::PairSession(const CommandLine& line, const Console& console,
                         const EnvironmentPasswords& passwords, std::string_view command)
    : console_(console),
      work_(line.verb == Verb::copy ? engine::Work::copying : engine::Work::looking) {
  if (service::is_same_account(line.source, line.target))
    throw Failure(Error{.code = ErrorCode::same_account, .text = {}, .where = line.source.name()});
  expect_readable_authorities(line.source);
  expect_readable_authorities(line.target);
  expect_usable_journal(line.state);
  const auto trace = trace_into(line.trace);
  AccountAccess source{line.source, password(line.source, line.source_password_file,
                                             passwords.source, console, line.output)};
  AccountAccess target{line.target, password(line.target, line.target_password_file,
                                             passwords.target, console, line.output)};
  journal_.emplace(line.state);
  const auto [source_account, target_account] = service::named_accounts(line.source, line.target);
  log_.emplace(log_file(line.state, source_account, target_account),
               section_for(line.verb, {source_account.key, target_account.key}, *journal_), work_);
  log_->begin(command, source_account, target_account, engine::canonical_text(line.options));
  choose_sinks(line);
  context_ = engine::RunContext{
      .source = source_account,
      .target = target_account,
      .open_source = engine::announcing(source_opener(std::move(source), line.options, trace),
                                        source_account.name, *fanout_),
      .open_target = engine::announcing(target_opener(std::move(target), trace),
                                        target_account.name, *fanout_),
      .journal = &*journal_,
      .events = &*fanout_,
      .options = line.options};
}

void PairSession::choose_sinks(const CommandLine& line) {
  std::vector<engine::EventSink*> sinks{&*log_};
  const auto detail = line.output == Output::verbose ? Detail::verbose : Detail::normal;
  if (line.output == Output::json) {
    sinks.push_back(&json_lines_.emplace(console_.out));
  } else if (line.output != Output::quiet) {
    if (console_.out.kind == ScreenKind::terminal)
      sinks.push_back(&status_line_.emplace(console_.out, detail, work_));
    else
      sinks.push_back(&plain_lines_.emplace(console_.out, detail, work_));
  }
  fanout_.emplace(std::move(sinks));
}

engine::RunContext PairSession::stoppable_context(const engine::StopRequest& stop) const {
  auto context = context_;
  context.open_source = engine::stoppable<mail::Source>(context_.open_source, stop);
  context.open_target = engine::stoppable<mail::Target>(context_.open_target, stop);
  return context;
}

void PairSession::finish() {
  if (status_line_) status_line_->finish();
  if (plain_lines_) plain_lines_->finish();
}

void PairSession::beat() {
  if (status_line_) status_line_->beat();
  if (plain_lines_) plain_lines_->beat();
}

void PairSession::tell_stopped_at_once() {
  finish();
  console_.err.line("postferry: " + stopped_at_once_text(work_));
}

}  // namespace postferry::app

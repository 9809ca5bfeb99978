// PairSession: all that copy, plan and verify need around a run: passwords, journal, log, progress
// and Ctrl-C.
//
// Made by those commands, lives as long as one run. Throws Failure for what is wrong before it.
// One thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "app/console.hpp"
#include "app/event_sinks.hpp"
#include "app/plain_lines.hpp"
#include "app/process.hpp"
#include "app/registry.hpp"
#include "app/run_loop.hpp"
#include "app/status_line.hpp"
#include "engine/account_log.hpp"
#include "engine/run.hpp"
#include "storage/journal.hpp"

namespace postferry::app {

class PairSession {
 public:
  PairSession(const CommandLine& line, const Console& console,
              const EnvironmentPasswords& passwords, std::string_view command);

  // The result of `work`, with its progress on the screen meanwhile. Throws what it throws.
  template <class T>
  T run(std::function<Task<T>(engine::RunContext, const engine::StopRequest&)> work) {
    try {
      auto result = run_to_end<T>(
          [&](const engine::StopRequest& stop) { return work(stoppable_context(stop), stop); },
          *fanout_, [this] { tell_stopped_at_once(); }, [this] { beat(); });
      finish();
      return result;
    } catch (const Failure& failure) {
      finish();
      log_->stopped(failure.error());
      throw;
    }
  }

  engine::AccountLog& log() { return *log_; }

 private:
  void choose_sinks(const CommandLine& line);
  engine::RunContext stoppable_context(const engine::StopRequest& stop) const;
  void finish();
  void beat();
  void tell_stopped_at_once();

  const Console& console_;
  engine::Work work_;
  std::optional<storage::Journal> journal_;
  std::optional<engine::AccountLog> log_;
  std::optional<StatusLine> status_line_;
  std::optional<PlainLines> plain_lines_;
  std::optional<JsonLines> json_lines_;
  std::optional<EventFanout> fanout_;
  engine::RunContext context_;
};

}  // namespace postferry::app

#include <fmt/format.h>

#include "app/batch_json.hpp"
#include "app/batch_run.hpp"
#include "app/batch_text.hpp"
#include "app/commands.hpp"
#include "app/run_loop.hpp"
#include "engine/event_text.hpp"
#include "text/display.hpp"

namespace postferry::app {
namespace {

constexpr auto between_tables = std::chrono::seconds(30);

// To the view that a stop was asked for.
class TellsInterruption final : public engine::EventSink {
 public:
  explicit TellsInterruption(BatchView& view) : view_(view) {}
  void take(const engine::Event&) noexcept override { view_.interrupting(); }

 private:
  BatchView& view_;
};

// The table of results, kept up to date while accounts end.
class ResultsFile {
 public:
  ResultsFile(std::filesystem::path file, const List& list) : file_(std::move(file)) {
    for (const auto& problem : list.problems)
      if (problem.severity == Severity::error &&
          (refused_.empty() || refused_.back().line != problem.line))
        refused_.push_back({.line = problem.line,
                            .outcome = Outcome::refused_row,
                            .sentence = problem.column.empty()
                                            ? problem.text
                                            : fmt::format("{}: {}", problem.column, problem.text)});
  }

  void keep_up(const std::vector<BatchResult>& results) {
    const auto now = std::chrono::steady_clock::now();
    if (results.size() == written_ || now - at_ < between_tables) return;
    at_ = now;
    written_ = results.size();
    write_results(file_, results_table(all(results)));
  }
  std::vector<BatchResult> all(const std::vector<BatchResult>& results) const {
    auto every = refused_;
    every.insert(every.end(), results.begin(), results.end());
    return every;
  }

 private:
  std::filesystem::path file_;
  std::vector<BatchResult> refused_;
  std::size_t written_ = 0;
  std::chrono::steady_clock::time_point at_ = std::chrono::steady_clock::now();
};

engine::Exit tell(const BatchTotals& totals, const Console& console, Output output) {
  if (output == Output::json) {
    console.out.line(text::json::serialize(to_json(totals)));
    return totals.exit();
  }
  if (output != Output::quiet && !totals.results.empty())
    console.out.line(fmt::format("Results: {}", text::printable(totals.results)));
  console.out.line(text::printable(totals.sentence()));
  return totals.exit();
}

using Results = std::vector<BatchResult>;

// Until all have ended; the view and the table are kept up to date meanwhile.
Results run_all(BatchRun& run, BatchView& view, ResultsFile& file, const Console& console,
                bool& interrupted) {
  const auto go = [&](const engine::StopRequest& stop) -> Task<Results> {
    auto results = co_await run.go(stop);
    interrupted = stop.stopped();
    co_return results;
  };
  const auto at_once = [&] {
    view.finish();
    console.err.line("postferry: " + stopped_at_once_text(engine::Work::copying));
  };
  const auto beat = [&] {
    view.beat();
    file.keep_up(run.results());
  };
  TellsInterruption interruption(view);
  return run_to_end<Results>(go, interruption, at_once, beat);
}

}  // namespace

engine::Exit batch_run_command(const CommandLine& line, const Console& console,
                               const EnvironmentPasswords& passwords) {
  const auto list = list_for(line, console, passwords);
  tell_problems(list, line, console, Problems::first);
  if (!list.usable) return engine::Exit::bad_usage;
  if (list.rows.empty()) {
    console.err.line("postferry: No row of the list is good; nothing was done.");
    return engine::Exit::incomplete;
  }
  BatchTraces(line.batch.trace).prepare();
  storage::Journal journal(line.state);
  const auto view = view_for(console, line.output);
  BatchRun run(line.batch, line.state, list, journal, *view);
  ResultsFile file(line.batch.results, list);
  bool interrupted = false;
  Results results;
  try {
    results = run_all(run, *view, file, console, interrupted);
  } catch (const Failure&) {
    view->finish();
    write_results(line.batch.results, results_table(file.all(run.results())));
    throw;
  }
  view->finish();
  const auto all = file.all(results);
  auto totals = totals_of(all);
  totals.interrupted = interrupted;
  totals.left_alone = run.left_alone();
  if (const auto problem = write_results(line.batch.results, results_table(all)))
    console.warn(fmt::format("The results cannot be written to {}: {}.",
                             line.batch.results.string(), *problem));
  else
    totals.results = line.batch.results.string();
  return tell(totals, console, line.output);
}

}  // namespace postferry::app

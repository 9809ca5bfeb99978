#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/event_sinks.hpp"
#include "app/json_events.hpp"
#include "app/reports.hpp"
#include "app/run_loop.hpp"
#include "storage/journal.hpp"
#include "text/display.hpp"

namespace postferry::app {
namespace {

std::vector<storage::PairStatus> pairs_in(const std::filesystem::path& state) {
  // Looking makes no journal.
  std::error_code hidden;
  if (!std::filesystem::exists(state / "journal.db", hidden) && !hidden) return {};
  storage::Journal journal(state);
  EventFanout nobody({});
  return run_to_end<std::vector<storage::PairStatus>>(
      [&](const engine::StopRequest&) { return journal.pairs(); }, nobody, [] {});
}

}  // namespace

engine::Exit status_command(const CommandLine& line, const Console& console) {
  const auto pairs = pairs_in(line.state);
  if (line.output == Output::json) {
    for (const auto& pair : pairs) console.out.line(text::json::serialize(to_json(pair)));
  } else if (pairs.empty()) {
    console.out.line(fmt::format("No account was copied with the journal in {}.",
                                 text::printable(line.state.string())));
  } else {
    console.out.write(status_report(pairs));
  }
  return engine::Exit::complete;
}

}  // namespace postferry::app

#include "app/commands.hpp"
#include "app/event_sinks.hpp"
#include "app/json_events.hpp"
#include "app/reports.hpp"
#include "app/run_loop.hpp"
#include "storage/journal.hpp"

namespace postferry::app {
namespace {

Task<std::vector<PairState>> states_of_all(storage::Journal& journal) {
  std::vector<PairState> states;
  for (auto& status : co_await journal.pairs()) {
    const auto totals = co_await journal.totals(status.id);
    states.push_back({std::move(status), totals});
  }
  co_return states;
}

std::vector<PairState> states_in(const std::filesystem::path& state) {
  // Looking makes no journal.
  std::error_code hidden;
  if (std::filesystem::exists(state, hidden) && !std::filesystem::is_directory(state, hidden))
    throw Failure(Error{
        .code = ErrorCode::state_broken, .text = "It is not a folder.", .where = state.string()});
  if (!std::filesystem::exists(state / "journal.db", hidden) && !hidden) return {};
  storage::Journal journal(state);
  EventFanout nobody({});
  return run_to_end<std::vector<PairState>>(
      [&](const engine::StopRequest&) { return states_of_all(journal); }, nobody, [] {});
}

}  // namespace

engine::Exit status_command(const CommandLine& line, const Console& console) {
  const auto pairs = states_in(line.state);
  if (line.output == Output::json) {
    for (const auto& pair : pairs) console.out.line(text::json::serialize(to_json(pair)));
  } else {
    console.out.write(status_report(pairs, line.state));
  }
  return engine::Exit::complete;
}

}  // namespace postferry::app

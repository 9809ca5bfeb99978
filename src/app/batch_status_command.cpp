#include <fmt/format.h>
#include <unordered_map>

#include "app/batch_json.hpp"
#include "app/batch_text.hpp"
#include "app/commands.hpp"
#include "app/event_sinks.hpp"
#include "app/run_loop.hpp"
#include "app/table.hpp"
#include "storage/journal.hpp"
#include "text/display.hpp"
#include "text/quantities.hpp"

namespace postferry::app {
namespace {

Task<std::vector<PairOfList>> look(storage::Journal& journal, const List& list) {
  std::unordered_map<std::string, storage::PairStatus> known;
  for (auto& status : co_await journal.pairs()) {
    auto key = status.accounts.source + "\n" + status.accounts.target;
    known.emplace(std::move(key), std::move(status));
  }
  std::vector<PairOfList> pairs;
  for (const auto& row : list.rows) {
    const auto [source, target] = named_accounts(row.source, row.target);
    PairOfList pair{.name = pair_name(row), .state = {}};
    if (const auto found = known.find(source.key + "\n" + target.key); found != known.end())
      pair.state = PairState{found->second, co_await journal.totals(found->second.id)};
    pairs.push_back(std::move(pair));
  }
  co_return pairs;
}

std::vector<PairOfList> pairs_of(const List& list, const std::filesystem::path& state) {
  std::error_code hidden;
  // Looking makes no journal.
  if (!std::filesystem::exists(state / "journal.db", hidden) && !hidden) {
    std::vector<PairOfList> pairs;
    for (const auto& row : list.rows) pairs.push_back({.name = pair_name(row), .state = {}});
    return pairs;
  }
  storage::Journal journal(state);
  EventFanout nobody({});
  return run_to_end<std::vector<PairOfList>>(
      [&](const engine::StopRequest&) { return look(journal, list); }, nobody, [] {});
}

std::string report(const std::vector<PairOfList>& pairs) {
  Table table{{{"LINE", Align::right},
               {"SOURCE"},
               {"TARGET"},
               {"STATE"},
               {"BROUGHT", Align::right},
               {"WERE THERE", Align::right},
               {"FAILED", Align::right},
               {"DOUBTFUL", Align::right},
               {"LAST RUN"}},
              {}};
  for (const auto& pair : pairs) {
    const auto totals = pair.state ? pair.state->totals : storage::StateTotals{};
    const auto* run =
        pair.state && pair.state->status.last_run ? &*pair.state->status.last_run : nullptr;
    table.rows.push_back({std::to_string(pair.name.line), text::printable(pair.name.source),
                          text::printable(pair.name.target), std::string(state_name(pair)),
                          text::grouped(totals.brought), text::grouped(totals.was_there),
                          text::grouped(totals.failed), text::grouped(totals.doubtful),
                          run == nullptr ? "" : to_rfc3339(run->ended.value_or(run->started))});
  }
  return table.text();
}

}  // namespace

engine::Exit batch_status_command(const CommandLine& line, const Console& console,
                                  const EnvironmentPasswords& passwords) {
  // Who they are is all that is asked; that a password is missing is of no interest here.
  auto with_any_password = passwords;
  for (auto* secret : {&with_any_password.source, &with_any_password.target})
    if (secret->empty()) *secret = Secret("none");
  auto quiet = line;
  quiet.output = Output::quiet;
  quiet.batch.written.source_password_file.clear();
  quiet.batch.written.target_password_file.clear();
  const auto list = list_for(quiet, console, with_any_password);
  tell_problems(list, line, console, Problems::first);
  if (!list.usable) return engine::Exit::bad_usage;
  const auto pairs = pairs_of(list, line.state);
  const auto totals = totals_of(pairs);
  if (line.output == Output::json) {
    for (const auto& pair : pairs) console.out.line(text::json::serialize(to_json(pair)));
    console.out.line(text::json::serialize(to_json(totals)));
  } else {
    if (!pairs.empty()) console.out.write(report(pairs) + "\n");
    console.out.line(totals.sentence());
  }
  return totals.complete == totals.accounts && list.refused() == 0 ? engine::Exit::complete
                                                                   : engine::Exit::incomplete;
}

}  // namespace postferry::app

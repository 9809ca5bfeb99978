#include <fmt/format.h>
#include <optional>
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

// The journal's own order, without a list.
Task<std::vector<PairOfList>> look_at_all(storage::Journal& journal) {
  std::vector<PairOfList> pairs;
  for (auto& status : co_await journal.pairs()) {
    const auto totals = co_await journal.totals(status.id);
    pairs.push_back({.name = {0, status.accounts.source, status.accounts.target},
                     .state = PairState{std::move(status), totals}});
  }
  co_return pairs;
}

Task<std::vector<PairOfList>> look_at(storage::Journal& journal, const List& list) {
  std::unordered_map<std::string, storage::PairStatus> known;
  for (auto& status : co_await journal.pairs()) {
    auto key = status.accounts.source + "\n" + status.accounts.target;
    known.emplace(std::move(key), std::move(status));
  }
  std::vector<PairOfList> pairs;
  for (const auto& row : list.rows) {
    const auto [source, target] = service::named_accounts(row.source, row.target);
    PairOfList pair{.name = pair_name(row), .state = {}};
    if (const auto found = known.find(source.key + "\n" + target.key); found != known.end())
      pair.state = PairState{found->second, co_await journal.totals(found->second.id)};
    pairs.push_back(std::move(pair));
  }
  co_return pairs;
}

// `list` is null where none is named.
std::vector<PairOfList> pairs_of(const List* list, const std::filesystem::path& state) {
  std::error_code hidden;
  // Looking makes no journal.
  if (!std::filesystem::exists(state / "journal.db", hidden) && !hidden) {
    std::vector<PairOfList> pairs;
    if (list != nullptr)
      for (const auto& row : list->rows) pairs.push_back({.name = pair_name(row), .state = {}});
    return pairs;
  }
  storage::Journal journal(state);
  EventFanout nobody({});
  return run_to_end<std::vector<PairOfList>>(
      [&](const engine::StopRequest&) {
        return list == nullptr ? look_at_all(journal) : look_at(journal, *list);
      },
      nobody, [] {});
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
    table.rows.push_back({pair.name.line == 0 ? "" : std::to_string(pair.name.line),
                          text::printable(pair.name.source), text::printable(pair.name.target),
                          std::string(state_name(pair)), text::grouped(totals.brought),
                          text::grouped(totals.was_there), text::grouped(totals.failed),
                          text::grouped(totals.doubtful),
                          run == nullptr ? "" : to_rfc3339(run->ended.value_or(run->started))});
  }
  return table.text();
}

// Who they are is all that is asked; that a password is missing is of no interest here.
List list_of_names(const CommandLine& line, const Console& console,
                   const EnvironmentPasswords& passwords) {
  auto with_any_password = passwords;
  for (auto* secret : {&with_any_password.source, &with_any_password.target})
    if (secret->empty()) *secret = Secret("none");
  auto quiet = line;
  quiet.output = Output::quiet;
  quiet.batch.written.source_password_file.clear();
  quiet.batch.written.target_password_file.clear();
  return list_for(quiet, console, with_any_password);
}

void tell(const std::vector<PairOfList>& pairs, const ListState& totals, const CommandLine& line,
          const Console& console) {
  if (line.output == Output::json) {
    for (const auto& pair : pairs) console.out.line(text::json::serialize(to_json(pair)));
    console.out.line(text::json::serialize(to_json(totals)));
    return;
  }
  if (!pairs.empty()) console.out.write(report(pairs) + "\n");
  console.out.line(totals.sentence());
}

}  // namespace

engine::Exit batch_status_command(const CommandLine& line, const Console& console,
                                  const EnvironmentPasswords& passwords) {
  std::optional<List> list;
  if (!line.batch.list.empty()) {
    list = list_of_names(line, console, passwords);
    tell_problems(*list, line, console, Problems::first);
    if (!list->usable) return engine::Exit::bad_usage;
  }
  const auto pairs = pairs_of(list ? &*list : nullptr, line.state);
  const auto totals = totals_of(pairs);
  tell(pairs, totals, line, console);
  const bool all = totals.complete == totals.accounts && (!list || list->refused() == 0);
  return all ? engine::Exit::complete : engine::Exit::incomplete;
}

}  // namespace postferry::app

#include <fmt/format.h>

#include "app/reports.hpp"
#include "text/display.hpp"
#include "text/quantities.hpp"

namespace postferry::app {
namespace {

using text::grouped;
using text::printable;

// "  Last run       run 5 ...".
std::string line(std::string_view label, std::string_view text) {
  return fmt::format("  {:<15}{}\n", label, text);
}

std::string last_run(const storage::PairStatus& pair) {
  if (!pair.last_run) return line("Last run", "never");
  const auto& run = *pair.last_run;
  if (run.ended)
    return line("Last run", fmt::format("run {}, {}, {}", run.number, to_rfc3339(*run.ended),
                                        printable(run.outcome))) +
           line("", printable(run.summary));
  return line("Last run",
              fmt::format("run {}, begun {}, {}", run.number, to_rfc3339(run.started),
                          pair.holder.empty() ? "cut off; the same postferry copy goes on"
                                              : "still running"));
}

std::string last_complete(const storage::PairStatus& pair) {
  if (!pair.last_complete) return line("Last complete", "none yet");
  const auto& run = *pair.last_complete;
  const auto when =
      fmt::format("run {}, {}", run.number, to_rfc3339(run.ended.value_or(run.started)));
  const bool told_above = pair.last_run && pair.last_run->id == run.id;
  return line("Last complete", when) + (told_above ? "" : line("", printable(run.summary)));
}

std::string messages(const storage::StateTotals& totals) {
  auto text = fmt::format("{} brought", grouped(totals.brought));
  if (totals.was_there != 0) text += fmt::format(", {} were there", grouped(totals.was_there));
  if (totals.excluded != 0) text += fmt::format(", {} excluded by rule", grouped(totals.excluded));
  return line("Messages", text);
}

std::string still_open(const storage::StateTotals& totals) {
  const auto& [brought, was_there, excluded, failed, doubtful] = totals;
  auto text = fmt::format("{} failed, {} doubtful", grouped(failed), grouped(doubtful));
  if (failed != 0) text += "; the next copy tries the failed ones again";
  if (doubtful != 0) text += "; verify --deep tells which of the doubtful ones are there";
  return line("Still open", text);
}

std::string paragraph(const PairState& pair) {
  const auto& [status, totals] = pair;
  return fmt::format("{} -> {}\n", printable(status.accounts.source),
                     printable(status.accounts.target)) +
         last_run(status) + last_complete(status) + messages(totals) + still_open(totals) +
         line("Held by", status.holder.empty() ? "nobody" : printable(status.holder));
}

}  // namespace

std::string status_report(std::span<const PairState> pairs, const std::filesystem::path& state) {
  if (pairs.empty())
    return fmt::format(
        "No account was copied with the journal in {}.\n"
        "Next: postferry copy SOURCE TARGET copies one; --state names another folder.\n",
        printable(state.string()));
  std::string text;
  for (const auto& pair : pairs) text += (text.empty() ? "" : "\n") + paragraph(pair);
  return text;
}

}  // namespace postferry::app

#include "app/batch_state.hpp"

#include <fmt/format.h>

#include "engine/verdict.hpp"
#include "text/quantities.hpp"

namespace postferry::app {

std::string_view state_name(const PairOfList& pair) {
  if (!pair.state) return "never_begun";
  const auto& status = pair.state->status;
  if (!status.holder.empty()) return "running";
  if (!status.last_run) return "never_begun";
  return status.last_run->ended ? std::string_view(status.last_run->outcome) : "cut_off";
}

ListState totals_of(std::span<const PairOfList> pairs) {
  ListState totals;
  for (const auto& pair : pairs) {
    const auto name = state_name(pair);
    ++totals.accounts;
    if (name == engine::exit_name(engine::Exit::complete))
      ++totals.complete;
    else if (name == "never_begun")
      ++totals.never_begun;
    else if (name == "running")
      ++totals.running;
    else
      ++totals.other;
    if (!pair.state) continue;
    totals.brought += pair.state->totals.brought;
    totals.failed += pair.state->totals.failed;
    totals.doubtful += pair.state->totals.doubtful;
  }
  return totals;
}

std::string ListState::sentence() const {
  auto text =
      fmt::format("{} of {} complete", text::grouped(complete), text::counted(accounts, "account"));
  if (running != 0) text += fmt::format(", {} under way", text::grouped(running));
  if (never_begun != 0) text += fmt::format(", {} never begun", text::grouped(never_begun));
  if (other != 0) text += fmt::format(", {} NOT complete", text::grouped(other));
  return text + fmt::format("; {} brought, {} failed, {} doubtful.",
                            text::counted(brought, "message"), text::grouped(failed),
                            text::grouped(doubtful));
}

}  // namespace postferry::app

// How it stands with the accounts of a list, by the journal: for batch status. Values and pure
// functions.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/batch_name.hpp"
#include "app/reports.hpp"

namespace postferry::app {

struct PairOfList {
  PairName name;
  std::optional<PairState> state;  // nothing: it was never begun
};

// "complete", "never_begun", "running", "cut_off", or how the last run ended.
std::string_view state_name(const PairOfList& pair);

struct ListState {
  std::uint64_t accounts = 0;
  std::uint64_t complete = 0;  // by their last runs
  std::uint64_t never_begun = 0;
  std::uint64_t running = 0;
  std::uint64_t other = 0;
  std::uint64_t brought = 0;
  std::uint64_t failed = 0;
  std::uint64_t doubtful = 0;

  // "18 of 20 accounts are complete, 1 was never begun, 1 is not complete."
  std::string sentence() const;
};
ListState totals_of(std::span<const PairOfList> pairs);

}  // namespace postferry::app

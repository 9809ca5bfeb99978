// What the commands print at their end: the verdict's details, the plan and the comparison as
// tables, all pairs of the journal.
//
// Pure functions; lines with line ends, printable.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "engine/comparison.hpp"
#include "engine/plan.hpp"
#include "engine/verdict.hpp"
#include "storage/records.hpp"

namespace postferry::app {

// What this run did, before the sentence that decides; may be empty.
std::string work_report(const engine::Verdict& verdict);
// Messages and folders that are not there, with the server's words; empty when there are none.
std::string failure_report(const engine::Verdict& verdict);

std::string plan_report(const engine::Plan& plan);
// "Would copy 12 messages (3.4 MB) into 4 folders; nothing was written."
std::string plan_sentence(const engine::Plan& plan);

// The folders that differ, or all of them.
enum class Folders : std::uint8_t { differing, all };
std::string comparison_report(const engine::Comparison& comparison, Folders folders);

// One pair of the journal as it stands now.
struct PairState {
  storage::PairStatus status;
  storage::StateTotals totals;
};
// A paragraph for each pair; never empty: where there is none, it says what to do next.
std::string status_report(std::span<const PairState> pairs, const std::filesystem::path& state);

}  // namespace postferry::app

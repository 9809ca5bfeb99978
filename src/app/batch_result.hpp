// What became of each account of a list, and of all together: for the summary, the exit code and
// the table of results.
//
// Filled by batch run as accounts end. Values and pure functions.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/list.hpp"
#include "engine/verdict.hpp"

namespace postferry::app {

enum class Outcome : std::uint8_t {
  ended,        // a run, with its exit
  not_tried,    // its host is left alone
  not_begun,    // stopped before
  refused_row,  // the list is wrong there
  left_out,     // complete before, with --unfinished
};

struct BatchResult {
  std::size_t line = 0;
  std::string source = {};
  std::string target = {};
  Outcome outcome = Outcome::not_begun;
  engine::Exit exit = engine::Exit::complete;
  std::uint64_t messages = 0;
  std::uint64_t brought = 0;
  std::uint64_t was_there = 0;
  std::uint64_t excluded = 0;
  std::uint64_t failed = 0;
  std::uint64_t doubtful = 0;
  std::uint64_t missing = 0;
  std::uint64_t copied_now = 0;
  std::uint64_t copied_now_bytes = 0;
  std::string error = {};     // its code
  std::string sentence = {};  // that decides, or says why not
};

BatchResult result_of(const ListRow& row, const engine::Verdict& verdict);
// "complete", "not_tried", ...: stable, for scripts.
std::string_view outcome_name(const BatchResult& result);

struct BatchTotals {
  std::uint64_t accounts = 0;  // rows that were good
  std::uint64_t complete = 0;
  std::uint64_t left_out = 0;
  std::uint64_t incomplete = 0;  // ended otherwise
  std::uint64_t stopped = 0;     // of these, by the user
  std::uint64_t not_tried = 0;
  std::uint64_t not_begun = 0;
  std::uint64_t refused_rows = 0;
  std::uint64_t messages = 0;
  std::uint64_t copied_now = 0;
  std::uint64_t copied_now_bytes = 0;
  bool interrupted = false;
  std::string results;                            // the table's file
  std::map<std::string, std::string> left_alone;  // hosts, and why

  engine::Exit exit() const;
  // "18 of 20 accounts are complete; 2 are not: ..."
  std::string sentence() const;
};

BatchTotals totals_of(std::span<const BatchResult> results);

// CSV with a header line, in the order of the lines.
std::string results_table(std::span<const BatchResult> results);
// Writes it beside its place first, so that no half table is ever there; makes its folder. Gives
// the reason when it cannot.
std::optional<std::string> write_results(const std::filesystem::path& file,
                                         const std::string& table);

}  // namespace postferry::app

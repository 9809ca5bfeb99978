// BatchLine: what a person asked for with a list of accounts; a part of the CommandLine.
//
// Made by parse_command_line() from the options and the file of defaults. Values; errors are
// bad_usage or file_unreadable.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>

#include "app/command_definition.hpp"
#include "base/error.hpp"
#include "engine/budget_limits.hpp"

namespace postferry::app {

enum class Logins : std::uint8_t { untried, tried };
enum class Accounts : std::uint8_t { all, unfinished };

struct BatchLine {
  std::filesystem::path list;
  WrittenOptions written;  // what holds for all rows, with the file of defaults
  std::size_t parallel = 10;
  engine::BudgetLimits limits;
  std::optional<std::uint64_t> host_rate_bytes;   // a second
  std::optional<std::uint64_t> total_rate_bytes;  // a second
  std::filesystem::path results;
  std::filesystem::path trace;  // the folder of the traces; empty: none
  Logins logins = Logins::untried;
  Accounts accounts = Accounts::all;
};

// The results go into `state` where no place is named for them.
Result<BatchLine> batch_line(const WrittenOptions& written, const std::filesystem::path& state);

}  // namespace postferry::app

// From options as they were written to what they mean, each with a sentence for what is wrong.
//
// Called by parse_command_line(). Errors: bad_usage, the option's name in `where`. Pure functions.
#pragma once

#include "app/command_definition.hpp"
#include "app/command_line.hpp"

namespace postferry::app {

// Which folders and messages, under which names, and how fast.
Result<engine::Options> engine_options(const WrittenOptions& written);

// A number from 1 to `most`.
Result<std::size_t> number_option(std::string_view option, const std::string& written,
                                  std::size_t most);

// Bytes a second; nothing where nothing is written.
Result<std::optional<std::uint64_t>> rate_option(std::string_view option,
                                                 const std::string& written);

// What --run names.
Result<LogSection> log_section(const WrittenOptions& written);

// At most one of --json, --quiet and --verbose.
Result<Output> output_of(const WrittenOptions& written);

// "FROM=TO" at its only equals sign that has no backslash before it.
Result<engine::FolderMapping> parse_mapping(const std::string& written);

}  // namespace postferry::app

// From options that only the command line has to what they mean, each with a sentence for what is
// wrong; those that lists have, too, are in service/lists/choices.hpp.
//
// Called by parse_command_line(). Errors: bad_usage, the option's name in `where`. Pure functions.
#pragma once

#include "app/command_definition.hpp"
#include "app/command_line.hpp"

namespace postferry::app {

// What --run names.
Result<LogSection> log_section(const WrittenOptions& written);

// At most one of --json, --quiet and --verbose.
Result<Output> output_of(const WrittenOptions& written);

}  // namespace postferry::app
